// Charts: drawn for eyes, walked by keyboard, and the same figures as a table.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { withHistory } from '../support/catalog.js';
import { TOGETHER, leave, open, withPage } from '../support/page.js';

const points = (figure) => figure.locator('a.chart__point');
const rows = (figure) => figure.locator('.twin tbody tr');

async function labels(figure) {
  const all = await points(figure).evaluateAll((list) => list.map((point) => point.getAttribute('aria-label')));
  assert.ok(all.length > 0 && all.every(Boolean), 'every point has a name');
  return all;
}

describe('charts', TOGETHER, () => {
  for (const path of ['/quality', '/quality?requests=1000&input=1000&output=100', '/quality?can=vision']) {
    test(`${path} has a row for every point`, () =>
      withPage({}, async (page) => {
        await open(page, path);
        const figure = page.locator('figure.chart');
        const names = await labels(figure);
        const table = await rows(figure).evaluateAll((list) => list.map((row) => [...row.cells].map((c) => c.textContent)));
        assert.equal(table.length, names.length);
        for (const [i, [name, , score, cost]] of table.entries()) {
          for (const part of [`${name}: `, score, cost]) assert.ok(names[i].includes(part), `${names[i]}: ${part}`);
        }
        const frontier = table.filter((row) => row[4] === 'On the frontier').length;
        assert.equal(names.filter((name) => name.endsWith('on the frontier')).length, frontier);
      }));
  }

  test('a point of quality against cost is a link to the model', () =>
    withPage({}, async (page) => {
      await open(page, '/quality');
      const point = points(page.locator('figure.chart')).first();
      const name = (await point.getAttribute('aria-label')).split(':')[0];
      await point.focus();
      await leave(page, () => page.keyboard.press('Enter'));
      assert.equal(await page.locator('h1').innerText(), name);
    }));

  test('a change in a price history leads to its row', () =>
    withPage({}, async (page) => {
      await open(page, await withHistory());
      const figure = page.locator('#history figure.chart').first();
      const names = await labels(figure);
      for (const [i, name] of names.entries()) {
        const target = await points(figure).nth(i).getAttribute('href');
        const row = await figure.locator(target).evaluate((e) => [...e.cells].map((c) => c.textContent));
        const [price, date] = /\$([\d.,]+) from (.+)$/.exec(name).slice(1);
        assert.equal(row[3], date, name);
        assert.equal(Number(row[5].replaceAll(',', '')), Number(price.replaceAll(',', '')), name);
      }
      await points(figure).first().focus();
      await page.keyboard.press('Enter');
      const target = await points(figure).first().getAttribute('href');
      await page.locator(target).waitFor({ state: 'visible' });
    }));
});
