// A provider for single sign-on that only says what it is: enough to be set up.
import { createServer } from 'node:http';

export async function startProvider() {
  const server = createServer((request, response) => {
    const issuer = `http://${request.headers.host}`;
    const about = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    };
    response.setHeader('content-type', 'application/json');
    response.setHeader('connection', 'close');
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [] } : about));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    issuer: `http://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
