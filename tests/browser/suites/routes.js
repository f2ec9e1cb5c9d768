// Every kind of page: readable for everybody, one heading, and no sideways scrolling.
import { describe, test } from 'node:test';

import { comparison, models, withHistory } from '../support/catalog.js';
import { check } from '../support/check.js';
import { LISTING } from '../support/listing.js';
import { TOGETHER } from '../support/page.js';

const ROUTES = {
  landing: '/',
  catalog: '/models',
  'catalog as a table': '/models?view=table',
  'catalog as a compact table': '/models?view=table&density=compact',
  'filtered catalog': '/models?task=chat&can=tools&q=sonet',
  'nothing found': '/models?q=claude&provider=groq',
  'model with a price history': withHistory,
  'retired model': async () => (await models('lifecycle=retired'))[0].links.html,
  listing: LISTING.href,
  'listing that is compared': `/compare?m=${LISTING.id}`,
  providers: '/providers',
  provider: '/providers/amazon-bedrock',
  publishers: '/publishers',
  publisher: '/publishers/anthropic',
  comparison,
  'nothing to compare': '/compare',
  'workload that cannot be read': { path: async () => `${await comparison()}&batch=lots`, status: 400 },
  'quality against cost': '/quality',
  'quality against the cost of a workload': '/quality?requests=1000&input=1000&output=100',
  changes: '/changes',
  sources: '/sources',
  help: '/help',
  'API reference': '/api',
  'design system': '/design',
  'signing in': '/sign-in',
  'a code after no password': '/sign-in/code',
  'signed out': '/sign-out',
  'signing in with an organization': '/single-sign-on',
  'an organization that sent somebody back': '/single-sign-on?org=acme&done=sso-unknown',
  'signing up': '/sign-up?next=/models',
  'a forgotten password': '/forgot-password',
  'a new password': '/reset-password?token=x',
  'confirming an address': '/verify-email?token=x',
  'the first operator': '/setup?token=x',
  'an invitation that is gone': { path: '/invitations/nothing', status: 404 },
  'the mails of a development server': '/development/mail',
  'unknown page': { path: '/nowhere', status: 404 },
  'unknown model': { path: '/models/nobody/nothing', status: 404 },
  'unknown listing': { path: '/providers/amazon-bedrock/nothing', status: 404 },
  'page that cannot be': { path: '/models?page=-1', status: 400 },
};

describe('every page', TOGETHER, () => {
  for (const [name, route] of Object.entries(ROUTES)) {
    test(name, () => check(route));
  }
});
