// Finding models by text.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TOGETHER, here, leave, open, parameters, withPage } from '../support/page.js';

const first = (page) => page.locator('.model-card__name').first().innerText();

describe('search', TOGETHER, () => {
  test('forgives a typing error', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      await page.getByRole('searchbox').fill('claude sonet');
      await leave(page, () => page.keyboard.press('Enter'));
      assert.equal(parameters(page).get('q'), 'claude sonet');
      assert.match(await first(page), /Sonnet/);
    }));

  test('waits for Enter', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      await page.getByRole('searchbox').fill('gemini');
      await page.getByRole('searchbox').blur();
      await page.locator('h1').click();
      assert.equal(here(page), '/models');
    }));

  test('starts from the landing page and from the header', () =>
    withPage({}, async (page) => {
      for (const start of ['/', '/providers']) {
        await open(page, start);
        await page.getByRole('searchbox').fill('gemini');
        await leave(page, () => page.keyboard.press('Enter'));
        assert.equal(new URL(page.url()).pathname, '/models');
        assert.match(await first(page), /Gemini/);
      }
    }));
});
