// Pages behind a sign-in, for the persona who works with each.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { api, models } from '../support/catalog.js';
import { findings } from '../support/axe.js';
import { check, inspect } from '../support/check.js';
import { TOGETHER, alive, here, leave, open, withPage } from '../support/page.js';
import { as } from '../support/people.js';
import { world } from '../support/world.js';

const ORGANIZATION = '/organizations/demo-buyer';

// The form that asks for the last priced offering on the first page of the catalog: nobody in the
// demo has asked for it.
async function form() {
  const found = await models();
  for (const { id } of found.filter(({ kind }) => kind === 'model').reverse()) {
    const { offerings } = await api(`/models/${id}`);
    const offering = offerings.findLast(({ available, prices }) => available && prices.length > 0);
    if (offering) return `${ORGANIZATION}/requests/new?offering=${offering.id}&requests=20000`;
  }
  throw new Error('nothing on the first page of the catalog can be asked for');
}

// The page of the first model of the catalog.
async function model() {
  const { id } = (await models()).find(({ kind }) => kind === 'model');
  return `/models/${id}`;
}

// What a link on one of the organization's pages leads to, as a persona sees it.
async function linked(persona, from, selector) {
  let href;
  await withPage(await as(persona), async (page) => {
    await open(page, `${ORGANIZATION}${from}`);
    href = await page.locator(`main ${selector}`).first().getAttribute('href');
  });
  return href;
}

const request = () => linked('approver', '/requests?state=pending', 'tbody th a');

const member = () => linked('admin', '/members', 'tr:has-text("buyer@demo.example") a[href*="/members/"]');

const ROUTES = {
  admin: [
    '/home',
    '/account',
    '/account/name',
    '/account/password',
    '/account/sessions',
    '/account/second-factor',
    '/account/second-factor/off',
    '/account/recovery-codes',
    '/account/verification',
    '/account/notifications',
    '/sign-out',
    '/single-sign-on?org=demo-buyer',
    '/single-sign-on?org=demo-buyer&done=sso-other-account',
    '/inbox',
    '/organizations/new',
    ORGANIZATION,
    `${ORGANIZATION}/members`,
    `${ORGANIZATION}/members/invite`,
    { name: 'a member', path: member },
    { name: 'removing a member', path: async () => `${await member()}/remove` },
    `${ORGANIZATION}/projects`,
    `${ORGANIZATION}/projects/new`,
    `${ORGANIZATION}/projects/research`,
    `${ORGANIZATION}/projects/research/archive`,
    `${ORGANIZATION}/requests`,
    `${ORGANIZATION}/requests?state=withdrawn`,
    `${ORGANIZATION}/requests/new`,
    `${ORGANIZATION}/subscriptions`,
    { name: 'ending a subscription', path: () => linked('admin', '/subscriptions', 'td a[href$="/cancel"]') },
    `${ORGANIZATION}/tokens`,
    `${ORGANIZATION}/settings`,
    `${ORGANIZATION}/single-sign-on`,
    { path: `${ORGANIZATION}/single-sign-on/remove`, status: 404 },
    `${ORGANIZATION}/audit`,
    `${ORGANIZATION}/hand-over`,
    `${ORGANIZATION}/leave`,
    '/models',
  ],
  approver: [
    '/home',
    { name: 'a request that waits', path: request },
    { name: 'deciding', path: async () => `${await request()}/decide` },
  ],
  buyer: [
    { name: 'the catalog as a table', path: '/models?view=table' },
    { name: 'a model', path: model },
    { name: 'asking', path: form },
    { name: 'withdrawing', path: async () => `${await request()}/withdraw` },
    `${ORGANIZATION}/requests`,
    '/home',
    ORGANIZATION,
    { path: `${ORGANIZATION}/audit`, status: 403 },
  ],
  finance: [
    '/home',
    { name: 'a model', path: model },
    ORGANIZATION,
    `${ORGANIZATION}/members`,
    `${ORGANIZATION}/projects/research`,
    `${ORGANIZATION}/requests`,
    `${ORGANIZATION}/subscriptions`,
    `${ORGANIZATION}/tokens`,
    { path: `${ORGANIZATION}/requests/new`, status: 403 },
  ],
  auditor: [`${ORGANIZATION}/audit?action=project.created`, `${ORGANIZATION}/audit?text=nothing+like+this`],
  vendor: ['/home', '/organizations/demo-vendor', { path: ORGANIZATION, status: 404 }],
  operator: [
    '/home',
    '/operator',
    '/operator/audit',
    '/operator/audit?action=account.signed_in&text=nobody+like+this',
  ],
};

describe('every page behind a sign-in', TOGETHER, () => {
  for (const [persona, routes] of Object.entries(ROUTES)) {
    for (const route of routes) {
      test(`${persona}: ${route.name ?? route.path ?? route}`, async () => check(route, await as(persona)));
    }
  }
});

describe('people', TOGETHER, () => {
  // The whole way without scripts, as in U15.
  test('sign up, organization, invite, accept, sign in, without scripts', async () => {
    const still = { javaScriptEnabled: false };
    const quiet = { scripts: false };
    const password = 'correct horse battery staple';
    const submit = (page, name) => leave(page, () => page.locator('main').getByRole('button', { name }).click(), quiet);
    const join = async (page, email, from) => {
      await page.goto(from);
      await page.getByLabel('Mail address').fill(email);
      await page.getByLabel('Name', { exact: true }).fill('Somebody New');
      await page.getByLabel('Password').fill(password);
      await submit(page, /sign up|create/i);
      await page.getByLabel('Mail address').fill(email);
      await page.getByLabel('Password').fill(password);
      await submit(page, 'Sign in');
    };
    const { origin } = await world();
    await withPage(still, async (page) => {
      await join(page, 'owner@journey.example', '/sign-up');
      assert.equal(here(page), '/home');
      await page.goto('/organizations/new');
      await page.getByLabel('Name', { exact: true }).fill('Journey');
      await submit(page, /create/i);
      assert.match(here(page), /^\/organizations\/journey/);
      await page.goto('/organizations/journey/members/invite');
      await page.getByLabel('Mail address').fill('guest@journey.example');
      await page.getByText('Developer').click();
      await submit(page, /invit/i);
      assert.match(await page.locator('main').innerText(), /guest@journey\.example/);
    });
    await withPage(still, async (page) => {
      await page.goto('/development/mail');
      const link = page.getByRole('link', { name: /\/invitations\// }).first();
      const invitation = (await link.getAttribute('href')).replace(/^https?:\/\/[^/]+/, origin);
      await page.goto(invitation);
      await leave(page, () => page.getByRole('link', { name: /create an account/i }).click(), quiet);
      await join(page, 'guest@journey.example', page.url());
      assert.match(here(page), /^\/invitations\//);
      await submit(page, /accept|join/i);
      assert.match(here(page), /^\/organizations\/journey/);
    });
  });

  test('a mistake has the focus, and what was entered stays', async () =>
    withPage(await as('admin'), async (page) => {
      await open(page, `${ORGANIZATION}/projects/new`);
      await page.getByLabel('Name', { exact: true }).fill('Research');
      await page.getByLabel(/slug|address/i).first().fill('research');
      const answer = page.waitForResponse((r) => r.request().method() === 'POST');
      await page.locator('main form button').first().click();
      assert.equal((await answer).status(), 422);
      await alive(page);
      const focused = await page.evaluate(() => document.activeElement.className);
      assert.equal(focused, 'form-error');
      assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Research');
      const link = page.locator('.form-error a').first();
      const field = (await link.getAttribute('href')).slice(1);
      await link.press('Enter');
      assert.equal(await page.evaluate(() => document.activeElement.id), field, 'the link leads to the field');
      await inspect(page);
    }));

  test('what one project can use another asks for from the model', async () =>
    withPage(await as('buyer'), async (page) => {
      await open(page, '/models?access=available&view=cards');
      await leave(page, () => page.locator('.model-card__name a').first().click());
      const ways = page.locator('#offerings').getByRole('link', { name: /^Request for another project/ });
      await leave(page, () => ways.first().click());
      assert.match(here(page), /^\/organizations\/demo-buyer\/requests\/new\?offering=\d+$/);
    }));

  test('a developer asks, an approver agrees, and both see it', async () => {
    const asks = await form();
    let own;
    await withPage(await as('buyer'), async (page) => {
      await open(page, asks);
      assert.match(await page.locator('main').innerText(), /Predicted cost\s+.*20,000 calls a month/);
      await page.getByLabel('Project', { exact: true }).selectOption('research');
      await page.getByLabel('Use case').fill('Sorts what people write to us.');
      await page.getByLabel('Data class').selectOption('internal');
      await page.getByLabel('Environment').selectOption('staging');
      await leave(page, () => page.locator('main').getByRole('button', { name: 'Send request' }).click());
      own = new URL(page.url()).pathname;
      assert.match(await page.locator('main').innerText(), /Waits for a decision/);
      await open(page, `${own}/decide`, { status: 403 });
    });
    await withPage(await as('approver'), async (page) => {
      await open(page, `${ORGANIZATION}/requests`);
      await leave(page, () => page.getByRole('link', { name: /^Waiting for you/ }).click());
      await leave(page, () => page.locator(`main a[href="${own}"]`).click());
      await leave(page, () => page.locator('main').getByRole('link', { name: 'Decide' }).click());
      await page.getByLabel('Note').fill('For the trial.');
      await leave(page, () => page.locator('main').getByRole('button', { name: 'Approve' }).click());
      assert.match(await page.locator('main').innerText(), /Approved: the project may use it/);
    });
    await withPage(await as('buyer'), async (page) => {
      await open(page, own);
      assert.match(await page.locator('main').innerText(), /For the trial\./);
      await open(page, `${ORGANIZATION}/subscriptions`);
      assert.equal(await page.locator(`main a[href="${own}"]`).count(), 1);
      await open(page, asks);
      assert.match(await page.locator('main').innerText(), /Can be used already by: Research/);
    });
  });

  for (const scripts of [true, false]) {
    test(`what was entered outlives the session, ${scripts ? 'with' : 'without'} scripts`, async () => {
      const { server } = await world();
      const go = (page, act) => leave(page, act, { scripts });
      const press = (page, name) => go(page, () => page.locator('main').getByRole('button', { name }).click());
      const enter = async (page) => {
        await page.getByLabel('Mail address').fill('admin@demo.example');
        await page.getByLabel('Password').fill(server.personas.get('admin'));
        await press(page, 'Sign in');
      };
      await withPage({ javaScriptEnabled: scripts }, async (page, context) => {
        await open(page, `/sign-in?next=${ORGANIZATION}/projects/new`, { scripts });
        await enter(page);
        const name = `Kept ${scripts ? 'with' : 'without'} "scripts"`;
        await page.getByLabel('Name', { exact: true }).fill(name);
        const elsewhere = await context.newPage();
        await open(elsewhere, '/sign-out', { scripts });
        await press(elsewhere, /sign out/i);
        await go(page, () => page.locator('main form button').first().click());
        assert.match(await page.locator('h1').innerText(), /Sign in to go on/);
        assert.ok((await page.locator('main').innerText()).includes(name));
        if (scripts) assert.deepEqual(await findings(page), []);
        const opened = context.waitForEvent('page');
        await page.locator('main').getByRole('link', { name: /^Sign in/ }).click();
        const tab = await opened;
        await tab.waitForLoadState('load');
        await enter(tab);
        assert.equal(here(tab), `${ORGANIZATION}/projects/new`);
        await press(page, 'Send again');
        assert.ok((await page.locator('main').innerText()).includes(name));
        assert.equal(new URL(page.url()).pathname.startsWith(`${ORGANIZATION}/projects`), true);
        assert.notEqual(here(page), `${ORGANIZATION}/projects/new`);
      });
    });
  }

  test('the header says who is signed in, and signing out ends it', async () => {
    const { server } = await world();
    await withPage({}, async (page) => {
      await open(page, '/sign-in?next=/models%3Ftask%3Dchat');
      await page.getByLabel('Mail address').fill('finance@demo.example');
      await page.getByLabel('Password').fill(server.personas.get('finance'));
      await leave(page, () => page.locator('main').getByRole('button', { name: 'Sign in' }).click());
      assert.equal(here(page), '/models?task=chat');
      await open(page, '/sign-out');
      await leave(page, () => page.locator('main').getByRole('button', { name: /sign out/i }).click());
      await open(page, '/home');
      assert.match(here(page), /^\/sign-in/);
    });
  });
});
