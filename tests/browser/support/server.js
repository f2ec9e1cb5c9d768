// The server under test: one for the whole run, with a data folder of its own.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { addListing } from './listing.js';

const START_LIMIT = 60_000;
const STOP_LIMIT = 20_000;

// What the server reads from the environment would differ from machine to machine.
function environment(dir, port) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(TESSERA_|PG|DATABASE_URL$)/.test(name));
  return {
    ...Object.fromEntries(kept),
    TESSERA_ADDR: `127.0.0.1:${port}`,
    TESSERA_DATA_DIR: dir,
    TESSERA_DRAIN_BUDGET: '2s',
    TESSERA_LOG: 'warn',
  };
}

// Links in mails and ways back from other servers hold the port, so it is known before the start.
async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export async function startServer(settings = {}) {
  const program = process.env.TESSERA_BIN;
  if (!program) throw new Error('TESSERA_BIN must name the server program: see .dev/test.sh');
  const dir = await mkdtemp(join(tmpdir(), 'tessera-browser-'));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(dir, 0o755);
  const env = { ...environment(dir, await freePort()), ...settings };
  const child = spawn(program, ['serve', '--demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  const log = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const server = {
    log,
    // Address and password of each persona of the demo, as printed at the start.
    personas: new Map(),
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT);
      await ended;
      clearTimeout(timer);
      await rm(dir, { recursive: true, force: true });
    },
  };
  try {
    server.origin = await address(child, ended, log, server.personas);
    await ready(server.origin);
    await addListing({ program, env, dir, origin: server.origin });
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

// The server says where it listens.
function address(child, ended, log, personas) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${why}\n${log.join('\n')}`));
    const timer = setTimeout(() => fail('the server did not start in time'), START_LIMIT);
    ended.then(() => fail('the server ended before it listened')).finally(() => clearTimeout(timer));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const persona = /^  (\w+)@demo\.example +(\S+)/.exec(line);
      if (persona) personas.set(persona[1], persona[2]);
      const found = /listens on (http:\S+)/.exec(line);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
  });
}

async function ready(origin) {
  const end = Date.now() + START_LIMIT;
  while (Date.now() < end) {
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error('the server did not become ready');
}
