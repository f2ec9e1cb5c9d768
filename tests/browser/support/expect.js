// Assertions that wait: a page reacts when it is ready, not when the test looks.
import assert from 'node:assert/strict';

export async function until(page, ask, argument, message) {
  try {
    await page.waitForFunction(ask, argument, { timeout: 5_000 });
  } catch (error) {
    assert.fail(`${message}: ${error.message.split('\n')[0]}`);
  }
}

// Waits until the text of an element is, or matches, what is wanted.
export async function text(locator, wanted) {
  const exact = wanted instanceof RegExp ? wanted : new RegExp(`^\\s*${wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
  await locator.filter({ hasText: exact }).first().waitFor({ state: 'attached' });
}
