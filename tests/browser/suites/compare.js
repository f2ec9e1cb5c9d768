// Choosing models and comparing them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { comparison } from '../support/catalog.js';
import { text } from '../support/expect.js';
import { LISTING } from '../support/listing.js';
import { TOGETHER, here, leave, open, parameters, withPage } from '../support/page.js';

const ticks = (page) => page.locator('input[name=m][form=compare]');
const chosen = (page) => page.locator('#compare .tray__item');
const compare = (page) => page.getByRole('button', { name: 'Compare selected' });

describe('compare', TOGETHER, () => {
  test('takes four, refuses the fifth and says so', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      assert.equal(await page.locator('#compare').isVisible(), false);
      for (let i = 0; i < 4; i += 1) await ticks(page).nth(i).check();
      assert.equal(await chosen(page).count(), 4);
      await ticks(page).nth(4).click();
      await text(page.locator('#announcements'), /Four models are chosen already/);
      assert.equal(await ticks(page).nth(4).isChecked(), false);
      assert.equal(await chosen(page).count(), 4);
    }));

  test('keeps what was chosen on other pages and compares all of it', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      const wanted = [];
      for (const path of ['/models', '/models?page=2']) {
        await open(page, path);
        for (const i of [0, 2]) {
          await ticks(page).nth(i).check();
          wanted.push(await ticks(page).nth(i).inputValue());
        }
      }
      await open(page, '/models?view=table');
      assert.equal(await chosen(page).count(), 4);
      assert.equal(await ticks(page).first().isChecked(), true);
      await leave(page, () => compare(page).click());
      assert.equal(new URL(page.url()).pathname, '/compare');
      assert.deepEqual(parameters(page).getAll('m').sort(), wanted.sort());
    }));

  test('takes a listing from its own page', () =>
    withPage({}, async (page) => {
      await open(page, LISTING.href);
      assert.equal(await page.locator('#compare').isVisible(), false);
      await ticks(page).check();
      assert.ok((await chosen(page).innerText()).includes(LISTING.id));
      await leave(page, () => compare(page).click());
      assert.deepEqual(parameters(page).getAll('m'), [LISTING.id]);
      assert.ok((await page.locator('main').innerText()).includes(LISTING.name));
    }));

  test('puts offerings of one model side by side', () =>
    withPage({}, async (page) => {
      await open(page, '/compare?m=anthropic/claude-sonnet-4-5');
      const columns = page.locator('.compare-table thead th');
      assert.equal(await columns.count(), 1);
      const more = page.getByRole('link', { name: /^Put side by side/ });
      await leave(page, () => more.nth(1).click());
      assert.equal(await columns.count(), 2);
      const [model, offering] = parameters(page).getAll('m');
      assert.equal(model, 'anthropic/claude-sonnet-4-5');
      assert.match(offering, /^offering:\d+$/);
      const remove = page.getByRole('link', { name: /^Remove/ });
      await leave(page, () => remove.first().click());
      assert.deepEqual(parameters(page).getAll('m'), [offering]);
    }));

  test('"Clear" forgets everything', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      await ticks(page).first().check();
      await page.locator('#compare').getByRole('button', { name: 'Clear' }).click();
      assert.equal(await page.locator('#compare').isVisible(), false);
      await open(page, '/models');
      assert.equal(await chosen(page).count(), 0);
    }));

  test('the address is the whole comparison', () =>
    withPage({}, async (page) => {
      await open(page, await comparison());
      const before = await page.locator('main').innerText();
      await page.getByLabel('Calls a month').fill('1,000,000');
      await leave(page, () => page.getByRole('button', { name: 'Update' }).click());
      assert.equal(parameters(page).getAll('m').length, 3);
      assert.notEqual(await page.locator('main').innerText(), before);
      const after = await page.locator('main').innerText();
      await open(page, here(page));
      assert.equal(await page.locator('main').innerText(), after);
    }));

  test('a workload that cannot be read leads to the field', () =>
    withPage({}, async (page) => {
      await open(page, `${await comparison()}&cached=lots`, { status: 400 });
      const field = page.getByLabel('Cached input, %');
      assert.equal(await field.inputValue(), 'lots');
      assert.equal(await field.getAttribute('aria-invalid'), 'true');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'cached');
    }));
});
