// Without JavaScript everything works, with one click more.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TOGETHER, here, leave, open, parameters, withPage } from '../support/page.js';

const PLAIN = { scripts: false };

function plain(work) {
  return withPage({ javaScriptEnabled: false }, async (page) => {
    const go = (act) => leave(page, act, PLAIN);
    await work(page, (path) => open(page, path, PLAIN), go);
  });
}

describe('without scripts', TOGETHER, () => {
  test('filters apply by the button', () =>
    plain(async (page, visit, go) => {
      await visit('/models');
      const all = await page.locator('.catalog__count').innerText();
      await page.locator('#facets input[name=task][value=embedding]').check();
      await go(() => page.getByRole('button', { name: /^Show .* results?$/ }).click());
      assert.deepEqual(parameters(page).getAll('task'), ['embedding']);
      assert.notEqual(await page.locator('.catalog__count').innerText(), all);
      assert.equal(await page.locator('.chip').count(), 1);
      await go(() => page.locator('.chip').click());
      assert.equal(await page.locator('.catalog__count').innerText(), all);
    }));

  test('search and order apply by Enter', () =>
    plain(async (page, visit, go) => {
      await visit('/models');
      await page.locator('select[name=sort]').selectOption({ label: 'Name' });
      await page.getByRole('searchbox').fill('gemini');
      await go(() => page.getByRole('searchbox').press('Enter'));
      assert.equal(parameters(page).get('q'), 'gemini');
      const names = await page.locator('.model-card__name').allInnerTexts();
      const sorted = [...names].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), 'en'));
      assert.ok(names.length > 3);
      assert.deepEqual(names.slice(0, 3), sorted.slice(0, 3));
    }));

  test('pages follow each other', () =>
    plain(async (page, visit, go) => {
      await visit('/models?task=chat');
      const first = await page.locator('.model-card__name').allInnerTexts();
      await go(() => page.getByRole('link', { name: 'Next' }).click());
      assert.equal(here(page), '/models?task=chat&page=2');
      const second = await page.locator('.model-card__name').allInnerTexts();
      assert.equal(second.filter((name) => first.includes(name)).length, 0);
    }));

  test('the table sorts by its headers', () =>
    plain(async (page, visit, go) => {
      await visit('/models');
      await go(() => page.getByRole('link', { name: 'Table' }).click());
      assert.ok((await page.locator('tbody tr').count()) > 10);
      await go(() => page.locator('thead').getByRole('link', { name: /^Input/ }).click());
      assert.equal(await page.locator('th[aria-sort=ascending]').count(), 1);
      const prices = await page.locator('tbody tr td:nth-child(3)').allInnerTexts();
      const numbers = prices.map((price) => Number(price.replaceAll(',', '')));
      assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b));
      await go(() => page.getByRole('link', { name: 'Compact rows' }).click());
      assert.equal(await page.locator('table.table--compact').count(), 1);
    }));

  test('ticked models are compared', () =>
    plain(async (page, visit, go) => {
      await visit('/models');
      const ticks = page.locator('input[name=m][form=compare]');
      await ticks.nth(0).check();
      await ticks.nth(1).check();
      const wanted = [await ticks.nth(0).inputValue(), await ticks.nth(1).inputValue()];
      await go(() => page.getByRole('button', { name: 'Compare selected' }).click());
      assert.deepEqual(parameters(page).getAll('m'), wanted);
    }));

  test('the theme changes and stays', () =>
    plain(async (page, visit, go) => {
      await visit('/models?task=chat');
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await background();
      await page.getByRole('button', { name: 'Theme' }).click();
      await go(() => page.locator('#theme-menu').getByRole('button', { name: 'Dark' }).click());
      assert.equal(here(page), '/models?task=chat');
      assert.notEqual(await background(), light);
    }));

  test('the chart takes another benchmark', () =>
    plain(async (page, visit, go) => {
      await visit('/quality');
      const select = page.locator('select[name=benchmark]');
      const values = await select.locator('option').evaluateAll((list) => list.map((option) => option.value));
      await select.selectOption(values.at(-1));
      await go(() => page.getByRole('button', { name: 'Show', exact: true }).click());
      assert.equal(parameters(page).get('benchmark'), values.at(-1));
    }));
});
