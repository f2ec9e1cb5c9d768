// Something that a provider sells and of which nobody has said which model it is: the built-in
// catalog has none. It comes in as operators bring in lists, beside the running server.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const LIMIT = 30_000;
const PROVIDER = 'corner-shop';
// As long as real ones are, with what they are made of.
const UPSTREAM = '@cf/Meta/Unheard-Of-Ranger-17B-128E-Instruct-FP8-Dynamic:free';

export const LISTING = {
  id: `${PROVIDER}/${UPSTREAM}`,
  name: 'Unheard-Of Ranger',
  href: `/providers/${PROVIDER}/${UPSTREAM}`,
};

const price = (direction, usd) => ({ direction, usd, from: '2026-11-01' });

const FEED = {
  tessera_catalog: 1,
  as_of: '2026-11-20',
  complete: false,
  source: { slug: 'corner-list', name: 'The list of the corner shop' },
  providers: [{ slug: PROVIDER, name: 'Corner Shop' }],
  offerings: [
    {
      provider: PROVIDER,
      upstream: UPSTREAM,
      name: LISTING.name,
      deployment: 'serverless_global',
      lifecycle: 'active',
      inputs: ['text'],
      outputs: ['text'],
      capabilities: ['tools'],
      context: 64000,
      prices: [price('input', '0.375'), price('output', '1.25')],
    },
  ],
};

// `env` and `dir` are those of the server: the command joins its database.
export async function addListing({ program, env, dir, origin }) {
  const file = join(dir, 'listing.json');
  await writeFile(file, JSON.stringify(FEED));
  const command = ['catalog', 'import', '--format', 'tessera', file];
  await promisify(execFile)(program, command, { env, timeout: LIMIT });
  // The server looks once a second whether the catalog has moved.
  const end = Date.now() + LIMIT;
  while (Date.now() < end) {
    const answer = await fetch(`${origin}/api/v1${LISTING.href}`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error('the server does not show the listing that was imported');
}
