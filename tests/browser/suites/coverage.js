// Every page of the program was looked at by one of the suites before: this one comes last. Which
// pages there are says the list of who may open what, which the program itself is compared with.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { seen } from '../support/check.js';

const MATRIX = new URL('../../authz/matrix.txt', import.meta.url);

// What can be asked for and is no page, or cannot be opened here.
const EXCEPTIONS = new Map([
  ['/changes.atom', 'a feed'],
  ['/healthz', 'for probes'],
  ['/readyz', 'for probes'],
  ['/metrics', 'for collectors'],
  ['/single-sign-on/start', 'leads on to a provider'],
  ['/single-sign-on/callback', 'leads on from a provider'],
]);

function pages() {
  const lines = readFileSync(MATRIX, 'utf8').split('\n');
  const routes = lines.filter((line) => line.startsWith('GET ')).map((line) => line.slice(4).trim());
  return routes.filter((route) => !route.startsWith('/api/'));
}

const variables = (route) => route.split('{').length;

function pattern(route) {
  const parts = route.split('/').map((part) => {
    if (part.startsWith('{*')) return '.+';
    return part.startsWith('{') ? '[^/]+' : part.replace(/\./g, '\\.');
  });
  return new RegExp(`^${parts.join('/')}$`);
}

// The route of a path: of those that fit, the one that leaves the least open.
function routeOf(path, routes) {
  const fitting = routes.filter((route) => pattern(route).test(path));
  return fitting.sort((a, b) => variables(a) - variables(b))[0];
}

test('every page was looked at', () => {
  const routes = pages();
  assert.ok(routes.length > 50, `${routes.length} pages`);
  const found = new Set([...seen].map((path) => routeOf(path, routes)));
  const missing = routes.filter((route) => !found.has(route) && !EXCEPTIONS.has(route));
  assert.deepEqual(missing, []);
});
