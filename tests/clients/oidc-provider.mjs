// Single sign-on with a provider that others have written: npm `oidc-provider`, a certified
// implementation. What must not work is tested in tests/accounts/single_sign_on.
//
//   TESSERA_BIN=target/debug/tessera node --test tests/clients/oidc-provider.mjs
//
// With TESSERA_URL it uses a server that runs already, on this machine.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import Provider from 'oidc-provider';

import { startServer } from '../browser/support/server.js';

const PASSWORD = 'correct horse battery staple';
const MOST_STEPS = 10;

// A provider at which everybody is signed in as `subject` at once, with one client.
export async function startProvider({ callback, subject }) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const client = { id: 'tessera', secret: randomBytes(24).toString('base64url') };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [callback],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
    cookies: { keys: [randomBytes(24).toString('hex')] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
  });
  provider.use((context, next) =>
    context.path.startsWith('/interaction/') ? answer(provider, context, subject) : next(),
  );
  server.on('request', provider.callback());
  return { issuer, client, stop: () => new Promise((resolve) => server.close(resolve)) };
}

// Says yes to whatever the provider asks the person.
async function answer(provider, { req, res }, subject) {
  const { prompt, params, session } = await provider.interactionDetails(req, res);
  if (prompt.name === 'login') {
    return provider.interactionFinished(req, res, { login: { accountId: subject } });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } });
}

// A browser as far as addresses and cookies go. It keeps the cookies of each origin.
class Browser {
  #jars = new Map();

  async ask(url, fields) {
    const { origin } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map();
    this.#jars.set(origin, jar);
    const answer = await fetch(url, {
      method: fields ? 'POST' : 'GET',
      body: fields && new URLSearchParams(fields),
      headers: { accept: 'text/html', cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      redirect: 'manual',
    });
    for (const set of answer.headers.getSetCookie()) {
      const [pair] = set.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /max-age=0\b/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    return { url, status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  // Asks and goes wherever that leads: by a redirect, or by a page that sends on.
  async follow(url, fields) {
    let answer = await this.ask(url, fields);
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const next = onward(answer);
      if (!next) return answer;
      answer = await this.ask(new URL(next, answer.url).href);
    }
    throw new Error(`more than ${MOST_STEPS} steps from ${url}`);
  }
}

function onward({ status, headers }) {
  if (status >= 300 && status < 400) return headers.get('location');
  return /^0;url=(.+)$/.exec(headers.get('refresh') ?? '')?.[1];
}

let server;
let origin;

before(async () => {
  if (process.env.TESSERA_URL) {
    origin = process.env.TESSERA_URL.replace(/\/$/, '');
    return;
  }
  server = await startServer();
  origin = server.origin;
});
after(() => server?.stop());

async function submit(browser, path, fields) {
  const page = await browser.follow(origin + path, fields);
  assert.equal(page.status, 200, `${path} leads to ${page.url}: ${page.text}`);
  return page;
}

test('a member links an account and comes in through the provider', async () => {
  const slug = `sso-${randomBytes(4).toString('hex')}`;
  const email = `${slug}@acme.example`;
  const owner = new Browser();
  await submit(owner, '/sign-up', { email, name: 'Owner', password: PASSWORD });
  await submit(owner, '/sign-in', { email, password: PASSWORD });
  await submit(owner, '/organizations/new', { name: 'Acme', slug, time_zone: 'UTC' });

  const path = `/organizations/${slug}/single-sign-on`;
  const shown = /https?:\/\/[^"<\s]+\/single-sign-on\/callback/.exec((await submit(owner, path)).text);
  const [callback] = shown ?? [];
  assert.ok(callback, 'the page shows the redirect address');
  const provider = await startProvider({ callback, subject: 'owner-at-the-provider' });
  try {
    const fields = { issuer: provider.issuer, client_id: provider.client.id, client_secret: provider.client.secret };
    const saved = await submit(owner, path, fields);
    assert.match(saved.text, /The provider is saved/);

    const linked = await submit(owner, `${path}/link`, { next: `${path}?done=linked` });
    assert.match(linked.text, /It works: you have come through the provider/);
    assert.match(linked.text, /1 member is linked/);

    // From a browser that has never been here.
    const other = new Browser();
    const inside = await submit(other, `/single-sign-on/start?org=${slug}&next=/organizations/${slug}`);
    assert.equal(inside.url, `${origin}/organizations/${slug}`);
    assert.match((await submit(other, '/home')).text, new RegExp(email));
  } finally {
    await provider.stop();
  }
});
