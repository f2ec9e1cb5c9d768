// Personas of the demo, signed in once for the whole run.
import { open, leave, withPage } from './page.js';
import { world } from './world.js';

const known = new Map();

// Options of a browser profile in which `persona` is signed in.
export function as(persona) {
  if (!known.has(persona)) known.set(persona, signIn(persona));
  return known.get(persona);
}

async function signIn(persona) {
  const { server } = await world();
  let storageState;
  await withPage({}, async (page, context) => {
    await open(page, '/sign-in');
    await page.getByLabel('Mail address').fill(`${persona}@demo.example`);
    await page.getByLabel('Password').fill(server.personas.get(persona));
    await leave(page, () => page.locator('main').getByRole('button', { name: 'Sign in' }).click());
    storageState = await context.storageState();
  });
  return { storageState };
}
