// What every page must be, whoever opens it.
import assert from 'node:assert/strict';

import { findings } from './axe.js';
import { open, withKeptPage } from './page.js';

const WIDTHS = [320, 390, 1280, 2560];
const PHONE = { width: 390, height: 800 };
// What can differ between the themes.
const COLORS = ['color-contrast', 'link-in-text-block'];

// The paths of the pages that were looked at and were what they should be.
export const seen = new Set();

const NOBODY = {};

// `route` is an address, a function that finds one, or both with the status to expect.
export async function check(route, options = NOBODY) {
  const { path = route, status = 200 } = route;
  const address = typeof path === 'function' ? await path() : path;
  await withKeptPage(options, async (page) => {
    await open(page, address, { status });
    await inspect(page);
    if (status === 200) seen.add(new URL(page.url()).pathname);
  });
}

// The same for a page that is open, such as the answer to a form. Leaves it as it was.
export async function inspect(page) {
  const viewport = page.viewportSize();
  assert.equal(await page.locator('h1').count(), 1, 'headings of the first level');
  const isStart = new URL(page.url()).pathname === '/';
  assert.ok(isStart || (await page.title()).endsWith(' · Tessera'), 'a title of its own');
  assert.deepEqual(await findings(page), [], 'in the light theme');
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await findings(page, COLORS), [], 'in the dark theme');
  await page.setViewportSize(PHONE);
  assert.deepEqual(await findings(page), [], 'in the dark theme of a phone');
  for (const width of WIDTHS) await noSidewaysScroll(page, width);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(viewport);
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
