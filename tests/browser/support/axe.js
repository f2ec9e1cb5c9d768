// Accessibility rules, checked by axe.
import AxeModule from '@axe-core/playwright';

const AxeBuilder = AxeModule.default ?? AxeModule;
const SEVERE = ['serious', 'critical'];

// The serious findings on a page, one line each, with the first elements they are about.
// `only` limits the run to some rules.
export async function findings(page, only) {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (only) axe.withRules(only);
  else axe.options({ rules: { 'target-size': { enabled: true } } });
  const { violations } = await axe.analyze();
  return violations.filter(({ impact }) => SEVERE.includes(impact)).map(line);
}

function line({ id, nodes }) {
  const places = nodes.slice(0, 3).map(({ target, any }) => `${target.join(' ')} (${any[0]?.message ?? ''})`);
  return `${id}, ${nodes.length} times: ${places.join('; ')}`;
}
