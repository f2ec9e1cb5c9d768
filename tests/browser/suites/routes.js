// Every kind of page: readable for everybody, one heading, and no sideways scrolling.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { findings } from '../support/axe.js';
import { comparison, models, withHistory } from '../support/catalog.js';
import { TOGETHER, open, withPage } from '../support/page.js';

const WIDTHS = [320, 390, 1280, 2560];
// What can differ between the themes.
const COLORS = ['color-contrast', 'link-in-text-block'];

const ROUTES = {
  landing: '/',
  catalog: '/models',
  'catalog as a table': '/models?view=table',
  'catalog as a compact table': '/models?view=table&density=compact',
  'filtered catalog': '/models?task=chat&can=tools&q=sonet',
  'nothing found': '/models?q=claude&provider=groq',
  'model with a price history': withHistory,
  'retired model': async () => (await models('lifecycle=retired'))[0].links.html,
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
  'unknown page': { path: '/nowhere', status: 404 },
  'unknown model': { path: '/models/nobody/nothing', status: 404 },
  'page that cannot be': { path: '/models?page=-1', status: 400 },
};

describe('every page', TOGETHER, () => {
  for (const [name, route] of Object.entries(ROUTES)) {
    test(name, () => check(route));
  }
});

async function check(route) {
  const { path = route, status = 200 } = route;
  const address = typeof path === 'function' ? await path() : path;
  await withPage({}, async (page) => {
    await open(page, address, { status });
    assert.equal(await page.locator('h1').count(), 1, 'headings of the first level');
    assert.ok(address === '/' || (await page.title()).endsWith(' · Tessera'), 'a title of its own');
    assert.deepEqual(await findings(page), [], 'in the light theme');
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await findings(page, COLORS), [], 'in the dark theme');
    for (const width of WIDTHS) await noSidewaysScroll(page, width);
  });
}

async function noSidewaysScroll(page, width) {
  await page.setViewportSize({ width, height: 800 });
  const { wide, beyond } = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    const elements = [...document.querySelectorAll('main *, header *, footer *')];
    const clipped = (element) => element && (getComputedStyle(element).overflowX !== 'visible' || clipped(element.parentElement));
    const far = elements.filter((e) => e.getBoundingClientRect().right > limit + 1 && !clipped(e.parentElement));
    const name = (element) => `${element.localName}.${element.getAttribute('class') ?? ''}`;
    return { wide: document.documentElement.scrollWidth - limit, beyond: far.slice(0, 4).map(name) };
  });
  assert.ok(wide <= 0, `${wide} px too wide at ${width}: ${beyond.join(', ')}`);
}
