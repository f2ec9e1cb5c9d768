// The command palette.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { findings } from '../support/axe.js';
import { models } from '../support/catalog.js';
import { TOGETHER, here, leave, open, withPage } from '../support/page.js';
import { as } from '../support/people.js';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const dialog = (page) => page.locator('#palette');
const field = (page) => page.getByRole('combobox', { name: /^Search models, pages/ });
const button = (page) => page.getByRole('button', { name: 'Search and commands' });
const options = (page) => page.locator('#palette').getByRole('option');
const names = (page) => options(page).locator('span').allInnerTexts();
const active = (page) => page.locator('#palette [aria-selected=true]').evaluateAll((list) => list.map((e) => e.innerText.split('\n')[0]));

async function summon(page) {
  await page.keyboard.press('Control+k');
  await dialog(page).waitFor({ state: 'visible' });
}

// The options that the API gave.
function found(page) {
  return page.locator('#palette [data-models] [role=option]:not([data-search])');
}

describe('command palette', TOGETHER, () => {
  test('opens by Ctrl-K, from a field too, and by its button, and gives the focus back', () =>
    withPage({}, async (page) => {
      await open(page, '/models');
      await page.getByRole('searchbox').focus();
      await summon(page);
      assert.equal(await field(page).evaluate((e) => e === document.activeElement), true);
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'hidden' });
      assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
      await button(page).click();
      await dialog(page).waitFor({ state: 'visible' });
      assert.equal(await field(page).evaluate((e) => e === document.activeElement), true);
      await page.keyboard.press('Control+k');
      await dialog(page).waitFor({ state: 'hidden' });
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Search and commands');
    }));

  test('is there at once and asks for nothing', () =>
    withPage({}, async (page) => {
      await open(page, '/changes');
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      // Open when the key press has been handled: nothing is waited for. How long that takes depends on the machine.
      const height = await page.evaluate(() => {
        document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, cancelable: true }));
        return document.getElementById('palette').getBoundingClientRect().height;
      });
      assert.ok(height > 0);
      assert.deepEqual(asked.filter((url) => !url.endsWith('/icons.svg')), []);
    }));

  test('is a combobox over a list, and arrows move the active option', () =>
    withPage({}, async (page) => {
      await open(page, '/sources');
      await summon(page);
      for (const [name, value] of [['aria-expanded', 'true'], ['aria-controls', 'palette-list'], ['aria-autocomplete', 'list']]) {
        assert.equal(await field(page).getAttribute(name), value);
      }
      assert.equal(await page.locator('#palette-list').getAttribute('role'), 'listbox');
      const all = await names(page);
      assert.deepEqual([all[0], all.at(-1)], ['Models', 'Sign up']);
      for (const [key, name] of [['ArrowDown', all[1]], ['ArrowUp', all[0]], ['ArrowUp', all.at(-1)], ['ArrowDown', all[0]], ['End', all.at(-1)], ['Home', all[0]]]) {
        await page.keyboard.press(key);
        assert.deepEqual(await active(page), [name], key);
        const id = await field(page).getAttribute('aria-activedescendant');
        assert.equal(await page.locator(`[id="${id}"]`).getAttribute('aria-selected'), 'true');
      }
    }));

  test('finds a page by the beginnings of words, and Enter goes there', () =>
    withPage({}, async (page) => {
      await open(page, '/sources');
      await summon(page);
      await page.keyboard.type('prov');
      assert.deepEqual(await active(page), ['Providers']);
      await page.keyboard.press('Control+a');
      await page.keyboard.type('short');
      assert.deepEqual(await active(page), ['Help']);
      await leave(page, () => page.keyboard.press('Enter'));
      assert.equal(here(page), '/help');
    }));

  test('finds models by name, and Enter opens the first', () =>
    withPage({}, async (page) => {
      const [{ name, publisher, links }] = await models('q=claude%20sonet&page=1');
      await open(page, '/changes');
      await summon(page);
      await page.keyboard.type('claude sonet');
      await found(page).first().waitFor({ state: 'visible' });
      assert.ok((await found(page).count()) <= 6);
      assert.deepEqual(await found(page).first().locator(':is(span, small)').allInnerTexts(), [name, publisher.name]);
      assert.deepEqual(await active(page), [name]);
      await leave(page, () => page.keyboard.press('Enter'));
      assert.equal(here(page), links.html);
      assert.equal(await dialog(page).isVisible(), false);
    }));

  test('leads to the search when nothing has this name', () =>
    withPage({}, async (page) => {
      await open(page, '/changes');
      await summon(page);
      await page.keyboard.type('zz & top');
      assert.deepEqual(await names(page), ['Search models for “zz & top”']);
      await leave(page, () => page.keyboard.press('Enter'));
      assert.equal(new URL(page.url()).searchParams.get('q'), 'zz & top');
    }));

  test('shows first what was chosen last', () =>
    withPage({}, async (page) => {
      await open(page, '/');
      for (const word of ['sourc', 'help']) {
        await summon(page);
        await page.keyboard.type(word);
        await leave(page, () => page.keyboard.press('Enter'));
      }
      await summon(page);
      await page.keyboard.type('gemini');
      await found(page).first().waitFor({ state: 'visible' });
      const model = await found(page).first().locator('span').innerText();
      await leave(page, () => found(page).first().click());
      await summon(page);
      assert.deepEqual((await names(page)).slice(0, 4), [model, 'Help', 'Sources', 'Models']);
      assert.equal((await names(page)).filter((name) => name === 'Help').length, 1, 'nothing twice');
      // Neither the way in nor a search is kept, whose address has parameters.
      await page.keyboard.type('sign in');
      await leave(page, () => page.keyboard.press('Enter'));
      await summon(page);
      assert.deepEqual((await names(page)).slice(0, 2), [model, 'Help']);
      assert.doesNotMatch(await page.evaluate(() => localStorage.getItem('tessera.recent')), /[?]|sign/);
    }));

  test('single keys do not act behind it', () =>
    withPage({}, async (page) => {
      await open(page, '/sources');
      await summon(page);
      await page.locator('#palette').getByRole('button', { name: /^Close/ }).focus();
      await page.keyboard.press('g');
      await page.keyboard.press('m');
      assert.equal(here(page), '/sources');
      await page.keyboard.press('Enter');
      await dialog(page).waitFor({ state: 'hidden' });
    }));

  test('leads members through their organization, and keeps nothing for strangers', () =>
    withPage({}, async (page) => {
      await signUp(page);
      await open(page, '/models');
      await summon(page);
      await page.keyboard.type('mem');
      assert.deepEqual((await names(page)).slice(0, 2), ['Members', 'Invite a member']);
      await leave(page, () => page.keyboard.press('Enter'));
      assert.equal(here(page), '/organizations/palette-works/members');
      await summon(page);
      assert.deepEqual(await options(page).first().locator(':is(span, small)').allInnerTexts(), ['Members', 'Palette Works']);
      assert.deepEqual(await findings(page), []);
      await page.keyboard.type('sign out');
      await leave(page, () => page.keyboard.press('Enter'));
      await leave(page, () => page.locator('main').getByRole('button', { name: 'Sign out' }).click());
      await summon(page);
      assert.equal((await names(page)).includes('Members'), false, 'strangers do not see where others were');
    }));

  for (const [persona, may] of [['admin', true], ['buyer', false]]) {
    test(`shows what roles allow: ${persona}`, async () =>
      withPage(await as(persona), async (page) => {
        await open(page, '/models');
        await summon(page);
        const all = await names(page);
        assert.equal(all.includes('Access tokens'), true);
        for (const name of ['Audit log', 'Invite a member', 'New project']) assert.equal(all.includes(name), may, name);
        assert.equal(all.includes('Operator console'), false);
      }));
  }

  test('leads to projects', async () =>
    withPage(await as('finance'), async (page) => {
      await open(page, '/sources');
      await summon(page);
      await page.keyboard.type('support assi');
      assert.deepEqual(await active(page), ['Support assistant']);
      await leave(page, () => page.keyboard.press('Enter'));
      assert.equal(here(page), '/organizations/demo-buyer/projects/support-assistant');
    }));

  test('works on a telephone', () =>
    withPage(PHONE, async (page) => {
      await open(page, '/models');
      await button(page).tap();
      await dialog(page).waitFor({ state: 'visible' });
      const { x, width } = await dialog(page).boundingBox();
      assert.ok(x >= 0 && x + width <= 390, `${x} + ${width}`);
      await leave(page, () => options(page).filter({ hasText: 'Changes' }).tap());
      assert.equal(here(page), '/changes');
      await button(page).tap();
      await page.locator('#palette').getByRole('button', { name: /^Close/ }).tap();
      await dialog(page).waitFor({ state: 'hidden' });
      await button(page).tap();
      await page.touchscreen.tap(195, 835);
      await dialog(page).waitFor({ state: 'hidden' });
    }));

  test('is readable for everybody', () =>
    withPage({}, async (page) => {
      await open(page, '/providers');
      await summon(page);
      assert.deepEqual(await findings(page), []);
      await page.keyboard.type('gemini');
      await found(page).first().waitFor({ state: 'visible' });
      assert.deepEqual(await findings(page), []);
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await findings(page, ['color-contrast']), []);
    }));

  test('has no button without scripts', () =>
    withPage({ javaScriptEnabled: false }, async (page) => {
      await open(page, '/models', { scripts: false });
      assert.equal(await page.locator('[data-palette-open]').isVisible(), false);
      assert.equal(await dialog(page).isVisible(), false);
    }));
});

// An account with an organization.
async function signUp(page) {
  await open(page, '/sign-up');
  const main = page.locator('main');
  await main.locator('[name=email]').fill('palette@example.com');
  await main.locator('[name=name]').fill('Pat Palette');
  await main.locator('[name=password]').fill('correct horse palette staple');
  await leave(page, () => main.locator('[name=password]').press('Enter'));
  await main.locator('[name=email]').fill('palette@example.com');
  await main.locator('[name=password]').fill('correct horse palette staple');
  await leave(page, () => main.locator('[name=password]').press('Enter'));
  await open(page, '/organizations/new');
  await main.locator('[name=name]').fill('Palette Works');
  await leave(page, () => main.locator('[name=name]').press('Enter'));
}
