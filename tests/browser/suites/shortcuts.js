// Single-key shortcuts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TOGETHER, here, leave, open, withPage } from '../support/page.js';
import { as } from '../support/people.js';

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
      for (const [key, path] of [['m', '/models'], ['p', '/providers'], ['c', '/changes'], ['h', '/']]) {
        await page.keyboard.press('g');
        await leave(page, () => page.keyboard.press(key));
        assert.equal(here(page), path);
      }
    }));

  test('"g" and a letter leads people who have to sign in there and back', () =>
    withPage({}, async (page) => {
      for (const [key, path] of [['o', '/home'], ['i', '/inbox']]) {
        await open(page, '/sources');
        await page.keyboard.press('g');
        await leave(page, () => page.keyboard.press(key));
        assert.equal(new URL(page.url()).pathname, '/sign-in');
        assert.equal(new URL(page.url()).searchParams.get('next'), path);
      }
    }));

  test('"g" and "r" go to the requests of the organization that the page is about', async () => {
    await withPage(await as('buyer'), async (page) => {
      for (const from of ['/sources', '/organizations/demo-buyer/members']) {
        await open(page, from);
        await page.keyboard.press('g');
        await leave(page, () => page.keyboard.press('r'));
        assert.equal(here(page), '/organizations/demo-buyer/requests');
      }
    });
    await withPage({}, async (page) => {
      await open(page, '/sources');
      await page.keyboard.press('g');
      await page.keyboard.press('r');
      assert.equal(here(page), '/sources', 'strangers have none');
    });
  });

  for (const [name, path, row] of [
    ['cards', '/models', '.model-grid > li'],
    ['rows', '/models?view=table', 'tbody > tr'],
  ]) {
    test(`"j" and "k" move through ${name}, "x" chooses for comparing`, () =>
      withPage({}, async (page) => {
        await open(page, path);
        const link = (i) => page.locator(row).nth(i).locator('a[href]').first();
        const at = async (i, why) => assert.equal(await link(i).evaluate((e) => e === document.activeElement), true, why);
        await page.keyboard.press('k');
        assert.equal(await page.evaluate(() => document.activeElement.localName), 'body', 'nothing is before the list');
        for (const [key, i] of [['j', 0], ['j', 1], ['j', 2], ['k', 1], ['k', 0], ['k', 0]]) {
          await page.keyboard.press(key);
          await at(i, key);
        }
        const tick = page.locator(row).nth(1).locator('input[name=m]');
        await page.keyboard.press('j');
        await page.keyboard.press('x');
        assert.equal(await tick.isChecked(), true);
        await at(1, 'the focus stays');
        assert.deepEqual(await page.locator('#compare .tray__item').count(), 1);
        assert.equal(await page.locator('#announcements').innerText(), 'Compared');
        await page.keyboard.press('x');
        assert.equal(await tick.isChecked(), false);
        assert.equal(here(page), path);
      }));
  }

  test('never act while somebody types', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      await page.getByRole('searchbox').focus();
      await page.keyboard.type('gm/?jkx');
      assert.equal(await page.getByRole('searchbox').inputValue(), 'gm/?jkx');
      assert.equal(here(page), '/models');
    }));

  test('can be switched off, for good', () =>
    withPage({}, async (page) => {
      await open(page, '/help');
      await page.locator('[data-shortcuts-toggle]').uncheck();
      await open(page, '/sources');
      for (const key of ['/', 'g', 'm', '?', 'j']) await page.keyboard.press(key);
      assert.equal(await page.evaluate(() => document.activeElement.localName), 'body');
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
