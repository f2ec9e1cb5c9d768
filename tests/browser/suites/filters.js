// Filters of the catalog, with scripts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TOGETHER, here, leave, open, parameters, withPage } from '../support/page.js';

const box = (page, name, value) => page.locator(`#facets input[name="${name}"][value="${value}"]`);
const said = (page) => page.locator('#announcements').textContent();
const count = (page) => page.locator('.catalog__count').innerText();

describe('filters', TOGETHER, () => {
  test('a ticked value applies itself, keeps the focus, and Back undoes it', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      const all = await count(page);
      assert.equal(await said(page), '', 'nothing is said of a page that was only opened');
      await leave(page, () => box(page, 'task', 'embedding').check());
      assert.deepEqual(parameters(page).getAll('task'), ['embedding']);
      assert.equal(parameters(page).has('q'), false, 'empty fields stay out of the address');
      const some = await count(page);
      assert.notEqual(some, all);
      assert.equal(await said(page), some);
      const focused = await page.evaluate(() => [document.activeElement.name, document.activeElement.value]);
      assert.deepEqual(focused, ['task', 'embedding']);
      await leave(page, () => page.goBack());
      assert.equal(here(page), '/models');
      assert.equal(await count(page), all);
      assert.equal(await box(page, 'task', 'embedding').isChecked(), false);
    }));

  test('another order keeps the focus, and how many are listed is said', () =>
    withPage({}, async (page) => {
      await open(page, '/models?task=chat');
      const sort = page.locator('select[name=sort]');
      await leave(page, () => sort.selectOption({ label: 'Name' }));
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('name')), 'sort');
      const first = await said(page);
      assert.equal(first, await count(page));
      await leave(page, () => box(page, 'can', 'tools').check());
      assert.notEqual(await said(page), first);
      assert.equal(await said(page), await count(page));
    }));

  test('a value shows how many models it leaves', () =>
    withPage({}, async (page) => {
      await open(page, '/models?task=chat');
      const option = page.locator('.facet-option:has([name=can][value=tools])');
      const promised = await option.locator('.num').innerText();
      await leave(page, () => box(page, 'can', 'tools').check());
      assert.equal(await count(page), `${promised} models`);
    }));

  test('the place on the page stays', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      const before = await page.evaluate(() => {
        scrollTo(0, 300);
        return scrollY;
      });
      await leave(page, () => box(page, 'can', 'tools').check());
      assert.equal(await page.evaluate(() => scrollY), before);
    }));

  test('columns are chosen together, and the view can be kept', () =>
    withPage({}, async (page) => {
      await open(page, '/models?view=table');
      await page.getByRole('button', { name: 'Columns' }).click();
      for (const name of ['Modalities', 'Lifecycle']) await page.locator('#columns').getByText(name).click();
      await leave(page, () => page.getByRole('button', { name: 'Apply' }).click());
      assert.equal(parameters(page).getAll('column').length, 8);
      assert.equal(await page.locator('thead th').count(), 9);
      // An untouched choice does not grow the address.
      await open(page, '/models?view=table');
      await leave(page, () => box(page, 'can', 'tools').check());
      assert.equal(parameters(page).has('column'), false);
      await leave(page, () => page.getByRole('button', { name: 'Keep this view' }).click());
      assert.equal(here(page), '/models?can=tools');
      assert.equal(await page.locator('tbody tr').first().isVisible(), true);
      assert.equal(await page.getByRole('button', { name: 'Keep this view' }).count(), 0);
    }));

  test('chips remove one filter each, "Clear all" removes the rest', () =>
    withPage({}, async (page) => {
      await open(page, '/models?task=chat&can=tools&can=vision&q=claude&sort=name');
      const chips = page.locator('.chip');
      assert.equal(await chips.count(), 4);
      await leave(page, () => chips.filter({ hasText: 'Task' }).click());
      assert.equal(parameters(page).has('task'), false);
      assert.deepEqual(parameters(page).getAll('can').sort(), ['tools', 'vision']);
      assert.equal(await said(page), await count(page));
      await leave(page, () => page.getByRole('link', { name: 'Clear all' }).click());
      assert.equal(await said(page), await count(page));
      const left = parameters(page);
      assert.deepEqual(['task', 'can', 'q'].map((name) => left.has(name)), [false, false, false]);
      assert.equal(await chips.count(), 0);
    }));

  test('a search, an order by its heading and another page say how many are listed', () =>
    withPage({}, async (page) => {
      await open(page, '/models?view=table');
      await page.getByRole('searchbox').fill('claude');
      await leave(page, () => page.keyboard.press('Enter'));
      assert.equal(parameters(page).get('q'), 'claude');
      assert.equal(await said(page), await count(page));
      await open(page, '/models?view=table');
      assert.equal(await said(page), '', 'it is said once');
      await leave(page, () => page.locator('thead').getByRole('link', { name: /Context/ }).click());
      assert.equal(parameters(page).get('sort'), 'context');
      assert.equal(await said(page), await count(page));
      await leave(page, () => page.locator('.pager').getByRole('link', { name: 'Next' }).click());
      assert.equal(parameters(page).get('page'), '2');
      assert.equal(await said(page), await count(page));
      await leave(page, () => page.locator('tbody th a').first().click());
      assert.equal(await said(page), '', 'a model is no list');
    }));

  test('a size of context shows how many models it leaves', () =>
    withPage({}, async (page) => {
      await open(page, '/models?task=chat');
      const option = page.locator('#context option[value="200000"]');
      const promised = /\((\d+)\)$/.exec(await option.textContent())[1];
      await leave(page, () => page.locator('#context').selectOption('200000'));
      assert.equal(await count(page), `${promised} models`);
    }));

  test('selects apply themselves, typed limits with Enter', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      await leave(page, () => page.locator('#context').selectOption('200000'));
      assert.equal(parameters(page).get('context'), '200000');
      await page.locator('#price').fill('0.5');
      await leave(page, () => page.locator('#price').press('Enter'));
      assert.equal(parameters(page).get('price'), '0.5');
      assert.equal(parameters(page).get('context'), '200000');
    }));

  test('an empty list offers the filter whose removal brings most back', () =>
    withPage({}, async (page) => {
      await open(page, '/models?q=claude&provider=groq');
      assert.match(await count(page), /^0 models/);
      const offer = page.locator('.empty__list a');
      const promised = /([\d,]+) results?/.exec(await offer.innerText())[1];
      await leave(page, () => offer.click());
      assert.match(await count(page), new RegExp(`^${promised} models?`));
    }));
});
