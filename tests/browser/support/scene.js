// What stood in the browser when a test failed: said beside the failure, because it is gone after.

const LINES = 20;

// `error` with the pages of `context`, what they did that they must not, and what the server said.
export async function withScene(error, context, complaints, log) {
  const pages = await Promise.all(context.pages().map(about));
  const parts = [
    error.stack ?? String(error),
    ...pages,
    complaints.length > 0 ? `complaints:\n${complaints.join('\n')}` : 'no complaints',
    `the server, last:\n${log.slice(-LINES).join('\n')}`,
  ];
  return new Error(parts.join('\n\n'), { cause: error });
}

async function about(page) {
  const limit = new Promise((resolve) => setTimeout(resolve, 3000, 'the page does not answer').unref());
  const said = await Promise.race([page.evaluate(look).catch(String), limit]);
  return `page ${page.url()}\n${typeof said === 'string' ? said : JSON.stringify(said, null, 1)}`;
}

// Runs in the page.
function look() {
  const { documentElement: root, readyState, title } = document;
  const file = ({ name, responseStatus, responseEnd, transferSize }) => `${responseStatus} ${Math.round(responseEnd)} ms ${transferSize} bytes ${name}`;
  return {
    title,
    heading: document.querySelector('h1')?.innerText,
    readyState,
    visibility: document.visibilityState,
    attributes: root.getAttributeNames().join(' '),
    status: performance.getEntriesByType('navigation').map(file),
    files: performance.getEntriesByType('resource').map(file),
  };
}
