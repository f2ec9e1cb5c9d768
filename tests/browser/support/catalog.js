// Facts about the catalog under test, from its own API.
import { world } from './world.js';

export async function api(path) {
  const { origin } = await world();
  const answer = await fetch(`${origin}/api/v1${path}`);
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return answer.json();
}

export async function models(query = '') {
  return (await api(`/models?${query}`)).items;
}

// A comparison of the first three models that have a price.
export async function comparison() {
  const priced = (await models()).filter((model) => model.best_prices?.blended_usd);
  const ids = priced.slice(0, 3).map((model) => `m=${encodeURIComponent(model.id)}`);
  return `/compare?${ids.join('&')}&requests=10000&input=2000&output=500&cached=40&batch=10`;
}

// The page of a model whose price has changed, so that it has a chart.
export async function withHistory() {
  const { origin } = await world();
  for (const { links } of await models()) {
    const page = await (await fetch(origin + links.html)).text();
    if (page.includes('chart__point')) return links.html;
  }
  throw new Error('no model on the first page of the catalog has a price history');
}
