// What a page must not do. Any of it fails the test that opened the page.

export function watch(context, origin, { javaScriptEnabled = true } = {}) {
  const complaints = [];
  const complain = (text) => complaints.push(text);
  const documents = new Set();

  context.on('request', (request) => {
    if (request.isNavigationRequest()) documents.add(request.url());
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) complain(`request to another origin: ${url}`);
  });
  context.on('response', (response) => {
    const request = response.request();
    if (response.status() >= 400 && !request.isNavigationRequest()) complain(`${response.status()} ${response.url()}`);
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    // With scripts off, the browser refuses to preload them.
    if (!javaScriptEnabled && request.resourceType() === 'script') return;
    // Going to another page gives up what the last one was still loading.
    if (reason !== 'net::ERR_ABORTED') complain(`request failed: ${reason} ${request.url()}`);
  });
  context.on('weberror', (event) => complain(`page error: ${event.error().stack ?? event.error()}`));
  context.on('console', (message) => {
    if (!['error', 'warning', 'assert'].includes(message.type())) return;
    const from = message.location().url;
    // The browser reports the status of a document too; tests ask for it themselves.
    if (message.text().startsWith('Failed to load resource') && documents.has(from)) return;
    // With scripts off, the browser preloads what only scripts use, and wonders.
    if (!javaScriptEnabled && message.text().includes('was preloaded')) return;
    complain(`console ${message.type()}: ${message.text()} (${from})`);
  });
  return complaints;
}
