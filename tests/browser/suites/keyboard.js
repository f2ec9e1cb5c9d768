// Everything by keyboard.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TOGETHER, leave, open, parameters, withPage } from '../support/page.js';

const PAGES = ['/models?task=embedding', '/models?task=embedding&view=table'];

describe('keyboard', TOGETHER, () => {
  test('the first stop skips to the content', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.className), 'skip-link');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.closest('main') !== null), true);
    }));

  for (const path of PAGES) {
    test(`every control of ${path} can be reached, and the focus is never hidden`, () =>
      withPage({}, async (page) => {
        await open(page, path);
        const expected = await page.evaluate(listControls);
        const reached = await walk(page, expected.length + 10);
        const hidden = reached.filter(({ cover }) => cover).map(({ name, cover }) => `${name} under ${cover}`);
        assert.deepEqual(hidden, []);
        const names = new Set(reached.map(({ number }) => number));
        assert.deepEqual(expected.filter(({ number }) => !names.has(number)), []);
      }));
  }

  test('a filter can be chosen with Tab and Space', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      await page.locator('#facets input').first().focus();
      const [name, value] = await page.evaluate(() => [document.activeElement.name, document.activeElement.value]);
      await leave(page, () => page.keyboard.press('Space'));
      assert.deepEqual(parameters(page).getAll(name), [value]);
    }));

  test('a menu opens with Enter, closes with Escape and gives the focus back', () =>
    withPage({}, async (page) => {
      await open(page, '/providers');
      await page.getByRole('button', { name: 'Theme' }).focus();
      await page.keyboard.press('Enter');
      const menu = page.locator('#theme-menu');
      await menu.waitFor({ state: 'visible' });
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement.closest('#theme-menu') !== null), true);
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'hidden' });
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Theme');
    }));
});

// Numbers everything that takes part in the page's tab order; runs in the page.
function listControls() {
  const selector = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0;
  return [...document.querySelectorAll(selector)].filter(seen).map((element, number) => {
    element.dataset.number = number;
    return { number: String(number), name: `${element.localName} ${element.textContent.trim().slice(0, 40)}` };
  });
}

async function walk(page, limit) {
  const reached = [];
  await page.evaluate(() => document.activeElement.blur());
  for (let i = 0; i < limit; i += 1) {
    await page.keyboard.press('Tab');
    const step = await page.evaluate(lookAtFocus);
    // After the last control the focus leaves the page.
    if (!step) break;
    reached.push(step);
  }
  return reached;
}

// What has the focus and what, if anything, covers its middle; runs in the page.
function lookAtFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { left, top, width, height } = element.getBoundingClientRect();
  const at = document.elementFromPoint(left + Math.min(width, 40) / 2, top + Math.min(height, 40) / 2);
  const label = element.closest('label');
  const fine = at && (element.contains(at) || at.contains(element) || label?.contains(at));
  const name = `${element.localName} ${element.textContent.trim().slice(0, 40)}`;
  return { number: element.dataset.number, name, cover: fine ? '' : at?.className || at?.localName || 'the edge' };
}
