// Copy buttons.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { models } from '../support/catalog.js';
import { text } from '../support/expect.js';
import { TOGETHER, open, withPage } from '../support/page.js';

describe('copy', TOGETHER, () => {
  test('puts the id into the clipboard and says so', () =>
    withPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      const [{ id, links }] = await models();
      await open(page, links.html);
      const button = page.locator(`[data-copy="${id}"]`).first();
      await button.click();
      await text(page.locator('#announcements'), 'Copied');
      await page.locator('[data-copy][data-copied]').waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), id);
    }));
});
