// Opens pages that are watched.
import assert from 'node:assert/strict';

import { withScene } from './scene.js';
import { watch } from './watch.js';
import { world } from './world.js';

const LIMIT = 10_000;

// How the tests of a suite run: each has a browser profile of its own, so two at a time.
export const TOGETHER = { concurrency: 2 };

// Runs `work` with a new page in a clean browser profile and fails when the page misbehaved.
// `options` are those of Playwright's contexts.
export async function withPage(options, work) {
  const { browser, origin, server } = await world();
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    colorScheme: 'light',
    // Nothing moves, so nothing has to be waited for.
    reducedMotion: 'reduce',
    ...options,
  });
  const complaints = watch(context, origin, options);
  try {
    context.setDefaultTimeout(LIMIT);
    await work(await context.newPage(), context);
    assert.deepEqual(complaints, [], 'the page must be quiet');
  } catch (error) {
    throw await withScene(error, context, complaints, server.log);
  } finally {
    await context.close();
  }
}

// Goes to an address, checks the status and waits until the islands live.
export async function open(page, path, { status = 200, scripts = true } = {}) {
  const answer = await page.goto(path, { waitUntil: 'load' });
  assert.equal(answer.status(), status, `status of ${path}`);
  if (scripts) await alive(page);
  return answer;
}

export async function alive(page) {
  await page.locator('html[data-hydrated]').waitFor({ state: 'attached', timeout: 30_000 });
}

// Does something that leads to another document and waits until that lives.
export async function leave(page, act, { scripts = true } = {}) {
  const gone = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
  await Promise.all([gone, act()]);
  await page.waitForLoadState('load');
  if (scripts) await alive(page);
}

// The address without the origin.
export function here(page) {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

export function parameters(page) {
  return new URL(page.url()).searchParams;
}
