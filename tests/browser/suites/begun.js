// Pages that are there only after something was begun: an invitation, a token, a provider, a second
// factor.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { check, inspect, seen } from '../support/check.js';
import { here, leave, open, withPage } from '../support/page.js';
import { as } from '../support/people.js';
import { startProvider } from '../support/provider.js';
import { code } from '../support/totp.js';

const ORGANIZATION = '/organizations/demo-buyer';
const PASSWORD = 'correct horse battery staple';

const press = (page, name) => leave(page, () => page.locator('main').getByRole('button', { name }).click());

// Looks at an open page and notes that it was looked at.
async function look(page) {
  await inspect(page);
  seen.add(new URL(page.url()).pathname);
}

async function visit(page, path) {
  await open(page, path);
  await look(page);
}

describe('pages of what was begun', () => {
  test('an invitation, for its guest and for whoever takes it back', async () => {
    const guest = 'guest@begun.example';
    let invitation;
    await withPage(await as('admin'), async (page) => {
      await open(page, `${ORGANIZATION}/members/invite`);
      await page.getByLabel('Mail address').fill(guest);
      await page.locator('main').getByText('Developer').click();
      await press(page, /invit/i);
      const revoke = page.locator('tr', { hasText: guest }).getByRole('link', { name: /^Revoke/ });
      await visit(page, await revoke.getAttribute('href'));
      await open(page, '/development/mail');
      const letter = page.locator('article', { hasText: guest }).first();
      const link = letter.getByRole('link', { name: /\/invitations\// });
      invitation = (await link.first().getAttribute('href')).replace(/^https?:\/\/[^/]+/, '');
      await visit(page, invitation);
    });
    await check(invitation);
  });

  test('a token, shown once and taken back', async () =>
    withPage(await as('admin'), async (page) => {
      await open(page, `${ORGANIZATION}/tokens`);
      await page.getByLabel('Name', { exact: true }).fill('Begun');
      await page.locator('main').getByText('Read your own account').click();
      await press(page, 'Create token');
      assert.match(await page.locator('main').innerText(), /tsr_pat_/);
      await look(page);
      await open(page, `${ORGANIZATION}/tokens`);
      assert.doesNotMatch(await page.locator('main').innerText(), /tsr_pat_\w{12}_\w{36}/);
      const revoke = page.locator('tr', { hasText: 'Begun' }).getByRole('link', { name: /^Revoke/ });
      await visit(page, await revoke.getAttribute('href'));
    }));

  test('a provider, as it is set up and removed', async () => {
    const provider = await startProvider();
    try {
      await withPage(await as('vendor'), async (page) => {
        const settings = '/organizations/demo-vendor/single-sign-on';
        await open(page, settings);
        await page.getByLabel('Issuer').fill(provider.issuer);
        await page.getByLabel('Client id').fill('tessera');
        await page.getByLabel('Client secret').fill('a secret of nobody');
        await press(page, 'Save the provider');
        await look(page);
        await visit(page, `${settings}/remove`);
      });
    } finally {
      await provider.stop();
    }
  });

  test('a second factor, from its picture to the last way in', async () =>
    withPage({}, async (page) => {
      const email = 'factor@begun.example';
      const signIn = async () => {
        await page.getByLabel('Mail address').fill(email);
        await page.getByLabel('Password').fill(PASSWORD);
        await press(page, 'Sign in');
      };
      await open(page, '/sign-up');
      await page.getByLabel('Name', { exact: true }).fill('Factor');
      await page.getByLabel('Mail address').fill(email);
      await page.getByLabel('Password').fill(PASSWORD);
      await press(page, /sign up|create/i);
      await signIn();
      await open(page, '/account/second-factor');
      await press(page, 'Set it up');
      await look(page);
      const app = new URL(await page.locator('main a[href^="otpauth:"]').getAttribute('href'));
      await page.locator('input[name=code]').fill(code(app.searchParams.get('secret')));
      await press(page, 'Turn it on');
      const recovery = await page.locator('.code-list code').first().innerText();
      await look(page);
      for (const path of ['', '/off']) await visit(page, `/account/second-factor${path}`);
      await visit(page, '/account/recovery-codes');
      await open(page, '/sign-out');
      await press(page, /sign out/i);
      await open(page, '/sign-in');
      await signIn();
      assert.match(here(page), /^\/sign-in\/code/);
      await look(page);
      await visit(page, '/sign-in/code?with=recovery');
      await page.locator('input[name=code]').fill(recovery);
      await press(page, 'Sign in');
      assert.equal(here(page), '/home');
      assert.equal(await page.locator('h1').innerText(), 'Hello, Factor');
    }));
});
