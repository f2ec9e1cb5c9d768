// One server and one browser, started on first use and shared by all tests.
import { after } from 'node:test';
import { chromium } from 'playwright-core';

import { startServer } from './server.js';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let starting;

export function world() {
  starting ??= start();
  return starting;
}

async function start() {
  const server = await startServer();
  try {
    const browser = await chromium.launch({
      executablePath: process.env.TESSERA_CHROMIUM || '/usr/bin/chromium',
      args: FLAGS,
      // Chromium refuses its sandbox to root.
      chromiumSandbox: process.getuid?.() !== 0 && !process.env.CI,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    return { server, browser, origin: server.origin };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

let stopping;

function stop() {
  stopping ??= end();
  return stopping;
}

async function end() {
  const running = await starting?.catch(() => null);
  // Tests that come after an interrupt must not start another one.
  starting = Promise.reject(new Error('the run is over'));
  starting.catch(() => {});
  // The browser first: its open connections would keep the server waiting.
  await running?.browser.close().catch(() => {});
  await running?.server.stop();
}

after(stop);
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.once(signal, () => stop().finally(() => process.exit(code)));
}
