// Waits until the text of an element is, or matches, what is wanted.
export async function text(locator, wanted) {
  await locator.filter({ hasText: wanted }).first().waitFor({ state: 'attached' });
}
