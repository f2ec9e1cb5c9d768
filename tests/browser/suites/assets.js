// Files: named by content, kept for good, and nothing twice.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TOGETHER, alive, open, withPage } from '../support/page.js';

describe('files', TOGETHER, () => {
  test('wasm and its script never change under their name and come from the cache after that', () =>
    withPage({}, async (page) => {
      const loaded = [];
      page.on('response', (answer) => loaded.push(answer));
      await open(page, '/models');
      const files = loaded.filter((answer) => /\/assets\/.*\.(wasm|js|css|woff2)$/.test(answer.url()));
      const kinds = new Set(files.map((answer) => answer.url().split('.').at(-1)));
      assert.deepEqual([...kinds].sort(), ['css', 'js', 'wasm', 'woff2']);
      for (const answer of files) {
        const { 'cache-control': kept = '' } = answer.headers();
        assert.match(kept, /immutable/, answer.url());
        assert.match(answer.url(), /-[0-9a-f]{16}[._]/);
      }
      await page.reload();
      await alive(page);
      // What came from the cache has a body but moved no bytes.
      const moved = await page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .filter(({ name, transferSize }) => name.includes('/assets/') && transferSize > 0)
          .map(({ name }) => name),
      );
      assert.deepEqual(moved, []);
    }));

  test('wasm is fetched once for a page', () =>
    withPage({}, async (page) => {
      const asked = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      await open(page, '/');
      assert.equal(asked.filter((path) => path.endsWith('.wasm')).length, 1);
      assert.equal(new Set(asked).size, asked.length, `asked twice: ${asked.filter((p, i) => asked.indexOf(p) !== i)}`);
    }));

  test('the policy allows only what the page itself brings', () =>
    withPage({}, async (page) => {
      const answer = await open(page, '/');
      const policy = answer.headers()['content-security-policy'];
      assert.match(policy, /default-src 'self'/);
      assert.match(policy, /script-src 'nonce-[^']+' 'strict-dynamic' 'wasm-unsafe-eval'/);
      assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:/);
    }));
});
