// Single-key shortcuts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TOGETHER, here, leave, open, withPage } from '../support/page.js';

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('type'));

describe('shortcuts', TOGETHER, () => {
  test('"/" goes to the search field', () =>
    withPage({}, async (page) => {
      for (const path of ['/', '/models', '/changes']) {
        await open(page, path);
        await page.keyboard.press('/');
        assert.equal(await focused(page), 'search', path);
        assert.equal(await page.getByRole('searchbox').first().inputValue(), '');
      }
    }));

  test('"?" opens the help, "g" and a letter go to a page', () =>
    withPage({}, async (page) => {
      await open(page, '/sources');
      await leave(page, () => page.keyboard.press('?'));
      assert.equal(here(page), '/help');
      for (const [key, path] of [['m', '/models'], ['p', '/providers'], ['c', '/changes']]) {
        await page.keyboard.press('g');
        await leave(page, () => page.keyboard.press(key));
        assert.equal(here(page), path);
      }
    }));

  test('never act while somebody types', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      await page.getByRole('searchbox').focus();
      await page.keyboard.type('gm/?');
      assert.equal(await page.getByRole('searchbox').inputValue(), 'gm/?');
      assert.equal(here(page), '/models');
    }));

  test('can be switched off, for good', () =>
    withPage({}, async (page) => {
      await open(page, '/help');
      await page.locator('[data-shortcuts-toggle]').uncheck();
      await open(page, '/sources');
      for (const key of ['/', 'g', 'm', '?']) await page.keyboard.press(key);
      assert.notEqual(await focused(page), 'search');
      assert.equal(here(page), '/sources');
      await open(page, '/help');
      const toggle = page.locator('[data-shortcuts-toggle]');
      assert.equal(await toggle.isChecked(), false);
      await toggle.check();
      await toggle.blur();
      await page.keyboard.press('/');
      assert.equal(await focused(page), 'search');
    }));
});
