// Light, dark, or as the system says.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TOGETHER, here, leave, open, withPage } from '../support/page.js';

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const frame = (page) =>
  page.locator('meta[name=theme-color]').evaluateAll((list) => list.map(({ content, media }) => [content, media]));
const scheme = (page) => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);

async function choose(page, name) {
  await page.getByRole('button', { name: 'Theme' }).click();
  await leave(page, () => page.locator('#theme-menu').getByRole('button', { name }).click());
}

describe('the theme', TOGETHER, () => {
  test('follows the system until somebody chooses', () =>
    withPage({ colorScheme: 'light' }, async (page) => {
      await open(page, '/');
      const light = await background(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.notEqual(await background(page), light);
      assert.equal(await page.locator('html[data-theme]').count(), 0);
    }));

  test('changes by the menu, stays on the page and survives a reload', () =>
    withPage({ colorScheme: 'light' }, async (page) => {
      await open(page, '/models?task=chat');
      const light = await background(page);
      assert.deepEqual(
        (await frame(page)).map(([, media]) => media),
        ['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)'],
      );
      await choose(page, 'Dark');
      assert.equal(here(page), '/models?task=chat');
      assert.deepEqual(await frame(page), [['#16181D', '']]);
      const dark = await background(page);
      assert.notEqual(dark, light);
      assert.equal(await scheme(page), 'dark');
      await page.reload();
      assert.equal(await background(page), dark);
      await page.getByRole('button', { name: 'Theme' }).click();
      const pressed = page.locator('#theme-menu [aria-pressed=true]');
      assert.equal((await pressed.innerText()).trim(), 'Dark');
    }));

  test('light wins over a dark system, and the system can be chosen again', () =>
    withPage({ colorScheme: 'dark' }, async (page) => {
      await open(page, '/help');
      const dark = await background(page);
      await choose(page, 'Light');
      assert.notEqual(await background(page), dark);
      assert.deepEqual(await frame(page), [['#FFFFFF', '']]);
      assert.equal(await scheme(page), 'light');
      await choose(page, 'System');
      assert.equal(await background(page), dark);
      assert.equal((await frame(page)).length, 2);
    }));
});
