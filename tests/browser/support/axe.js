// Accessibility rules, checked by axe.
import axe from 'axe-core';

const SEVERE = ['serious', 'critical'];
// Axe measures every element, which takes seconds on long lists. Further on in a list they are
// built and look like the first.
const REPEATED = [
  '.model-grid > li:nth-child(n+7)',
  'tbody > tr:nth-child(n+9)',
  '.facet li:nth-child(n+5)',
  '.endpoint:nth-of-type(n+5)',
  '#schemas section:nth-child(n+5)',
];

// The serious findings on a page, one line each, with the first elements they are about.
// `only` limits the run to some rules.
export async function findings(page, only) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const where = { exclude: REPEATED.map((selector) => [selector]) };
  const how = {
    resultTypes: ['violations'],
    ...(only ? { runOnly: { type: 'rule', values: only } } : { rules: { 'target-size': { enabled: true } } }),
  };
  const run = async ([where, how]) => (await window.axe.run(where, how)).violations;
  const violations = await page.evaluate(run, [where, how]);
  return violations.filter(({ impact }) => SEVERE.includes(impact)).map(line);
}

function line({ id, nodes }) {
  const places = nodes.slice(0, 3).map(({ target, any }) => `${target.join(' ')} (${any[0]?.message ?? ''})`);
  return `${id}, ${nodes.length} times: ${places.join('; ')}`;
}
