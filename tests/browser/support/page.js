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
  const profile = await openProfile(options);
  try {
    await watched(profile, work);
  } finally {
    await profile.context.close();
  }
}

// Profiles that nobody uses at the moment, by the options they were made with.
const kept = new Map();

// The same with a page that was used before, for work that only looks and leaves the page as it was:
// a page of a warm process opens in a third of the time.
export async function withKeptPage(options, work) {
  if (!kept.has(options)) kept.set(options, []);
  const free = kept.get(options);
  const profile = free.pop() ?? (await openProfile(options));
  try {
    await watched(profile, work);
  } catch (error) {
    await profile.context.close();
    throw error;
  }
  free.push(profile);
}

async function openProfile(options) {
  const { browser, origin } = await world();
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    colorScheme: 'light',
    // Nothing moves, so nothing has to be waited for.
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(LIMIT);
  return { context, complaints: watch(context, origin, options), page: await context.newPage() };
}

async function watched({ context, complaints, page }, work) {
  const { server } = await world();
  try {
    await work(page, context);
    assert.deepEqual(complaints, [], 'the page must be quiet');
  } catch (error) {
    throw await withScene(error, context, complaints, server.log);
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
