// Pages behind a sign-in, for the persona who works with each.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { api, models } from '../support/catalog.js';
import { check } from '../support/check.js';
import { TOGETHER, here, leave, open, withPage } from '../support/page.js';
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

const ROUTES = {
  admin: [
    '/home',
    '/account',
    '/account/password',
    '/account/sessions',
    '/account/second-factor',
    '/account/notifications',
    '/inbox',
    '/organizations/new',
    ORGANIZATION,
    `${ORGANIZATION}/members`,
    `${ORGANIZATION}/members/invite`,
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
    { name: 'asking', path: form },
    { name: 'withdrawing', path: async () => `${await request()}/withdraw` },
    `${ORGANIZATION}/requests`,
    '/home',
    ORGANIZATION,
    { path: `${ORGANIZATION}/audit`, status: 403 },
  ],
  auditor: [`${ORGANIZATION}/audit?action=project.created`, `${ORGANIZATION}/audit?text=nothing+like+this`],
  vendor: ['/home', '/organizations/demo-vendor', { path: ORGANIZATION, status: 404 }],
  operator: ['/home', '/operator'],
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
      await page.locator('.form-error').waitFor();
      assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Research');
    }));

  test('a developer asks, an approver agrees, and both see it', async () => {
    const asks = await form();
    let own;
    await withPage(await as('buyer'), async (page) => {
      await open(page, asks);
      assert.match(await page.locator('main').innerText(), /Predicted cost\s+.*20,000 calls a month/);
      await page.getByLabel('Project').selectOption('research');
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
      await page.getByLabel('Reason').fill('For the trial.');
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
