// A telephone: narrow, touched, and with the filters in a sheet.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { findings } from '../support/axe.js';
import { TOGETHER, leave, open, parameters, withPage } from '../support/page.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function sheet(page, scripts) {
  await open(page, '/models', { scripts });
  const facets = page.locator('#facets');
  assert.equal(await facets.isVisible(), false);
  await page.getByRole('button', { name: /^Filters/ }).tap();
  await facets.waitFor({ state: 'visible' });
  await facets.locator('input[name=task][value=embedding]').check();
  await facets.locator('input[name=task][value=chat]').check();
  await leave(page, () => facets.getByRole('button', { name: /^Show .* results?$/ }).tap(), { scripts });
  assert.deepEqual(parameters(page).getAll('task').sort(), ['chat', 'embedding']);
  assert.equal(await facets.isVisible(), false);
}

describe('on a telephone', TOGETHER, () => {
  test('the filter sheet takes several values before it applies them', () =>
    withPage(PHONE, (page) => sheet(page, true)));

  test('the filter sheet needs no scripts', () =>
    withPage({ ...PHONE, javaScriptEnabled: false }, (page) => sheet(page, false)));

  test('the menu leads to every place', () =>
    withPage(PHONE, async (page) => {
      await open(page, '/models');
      await page.getByRole('button', { name: 'Menu' }).tap();
      const menu = page.locator('#site-menu');
      await menu.waitFor({ state: 'visible' });
      await leave(page, () => menu.getByRole('link', { name: 'Changes' }).tap());
      assert.equal(new URL(page.url()).pathname, '/changes');
    }));

  test('the open sheet and the narrow list are readable for everybody', () =>
    withPage(PHONE, async (page) => {
      await open(page, '/models');
      assert.deepEqual(await findings(page), []);
      await page.getByRole('button', { name: /^Filters/ }).tap();
      await page.locator('#facets').waitFor({ state: 'visible' });
      assert.deepEqual(await findings(page), []);
    }));
});
