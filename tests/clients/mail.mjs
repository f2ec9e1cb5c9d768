// Mail through a server that others have written: npm `smtp-server`.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SMTPServer } from 'smtp-server';

import { startServer } from '../browser/support/server.js';

const LIMIT = 15_000;

// A server that keeps what it gets and hands out the next mail.
async function startMailServer() {
  const mails = [];
  let wake = () => {};
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (part) => (text += part));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
        wake();
        done();
      });
    },
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.server.address().port,
    async next() {
      const late = setTimeout(() => wake(new Error('no mail came')), LIMIT);
      while (mails.length === 0) {
        const error = await new Promise((resolve) => (wake = resolve));
        if (error) throw error;
      }
      clearTimeout(late);
      return mails.shift();
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

// Soft line ends and `=3D` of quoted-printable.
const decoded = (text) => text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

test('signing up mails a link in text and HTML, and the link confirms the address', async () => {
  const mail = await startMailServer();
  const server = await startServer({ TESSERA_SMTP_URL: `smtp://127.0.0.1:${mail.port}` });
  try {
    const post = (path, fields) =>
      fetch(server.origin + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams(fields),
      });
    const fields = { email: 'new@acme.example', name: 'Somebody New', password: 'correct horse battery staple' };
    assert.equal((await post('/sign-up', fields)).status, 303);
    const { to, text } = await mail.next();
    assert.deepEqual(to, ['new@acme.example']);
    assert.match(text, /multipart\/alternative/);
    assert.match(text, /text\/plain/);
    assert.match(text, /text\/html/);
    assert.ok(!text.includes(fields.password));
    const link = /https?:\/\/\S+\/verify-email\?token=(\w+)/.exec(decoded(text));
    assert.ok(link, decoded(text));
    assert.ok(link[0].startsWith(server.origin), link[0]);
    assert.equal((await post('/verify-email', { token: link[1] })).status, 303);
    assert.equal((await post('/verify-email', { token: link[1] })).status, 422, 'once');
  } finally {
    await server.stop();
    await mail.stop();
  }
});
