import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { readDeskPage } from '../../../server/install/deskPage.ts';
import { aTlsServer } from './aTlsServer.ts';

type Answers = Readonly<Record<string, Partial<{ status: number; type: string; text: string }>>>;

const html = '<!doctype html><script type="module" src="./desk/assets/a.js"></script>';
/** What a relay answers below `/calls`; a WebSocket is never among it. */
const whole: Answers = {
  '/calls/desk': { type: 'text/html', text: html },
  '/calls/desk/assets/a.js': { type: 'text/javascript; charset=utf-8', text: 'desk()' },
  '/calls/socket.io/': { type: 'text/plain', text: '0{"sid":"s","upgrades":["websocket"]}' },
};

async function pageWith(changes: Answers) {
  const answers = { ...whole, ...changes };
  const answer: RequestListener = ({ url = '' }, response) => {
    const { status = 200, type = 'text/plain', text = '' } = answers[url.split('?')[0] ?? ''] ?? { status: 404 };
    response.writeHead(status, { 'content-type': type }).end(text);
  };
  await using server = await aTlsServer(answer);
  return await readDeskPage(`https://localhost:${server.port}/calls`, server.cert);
}

test.each<readonly [what: string, changes: Answers, because: string]>([
  [
    'whose script is nowhere',
    { '/calls/desk/assets/a.js': { status: 404 } },
    'its script /calls/desk/assets/a.js answers 404',
  ],
  [
    'in place of whose script comes a page',
    { '/calls/desk/assets/a.js': { type: 'text/html', text: html } },
    'its script /calls/desk/assets/a.js is something else',
  ],
  [
    'of an older build, whose script is beside the path',
    { '/calls/desk': { type: 'text/html', text: html.replace('./desk', '/desk') } },
    'its script /desk/assets/a.js answers 404',
  ],
  ['in whose place is another one', { '/calls/desk': { type: 'text/html', text: 'Welcome' } }, 'another page is there'],
  [
    'whose connection is nowhere',
    { '/calls/socket.io/': { status: 404 } },
    'its connection at /calls/socket.io/ answers 404',
  ],
  [
    'whose connection is something else',
    { '/calls/socket.io/': { type: 'text/html', text: html } },
    'its connection at /calls/socket.io/ is something else',
  ],
])('a page %s is broken, in words', async (_what, changes, because) => {
  expect(await pageWith(changes)).toEqual({ kind: 'broken', because });
});

test.each<readonly [what: string, changes: Answers, because: string]>([
  ['that is kept for other addresses', { '/calls/desk': { status: 403 } }, 'it answers 403'],
  ['that asks for a sign-in first', { '/calls/desk': { status: 302 } }, 'it answers 302'],
  ['that is not passed here', { '/calls/desk': { status: 404 } }, 'it answers 404'],
  [
    'that was not built',
    { '/calls/desk': { status: 503, text: '{"error":"not-built"}' } },
    'it is not built: run npm run build, unless all desks are programs',
  ],
  ['without WebSockets', {}, 'no WebSocket comes through at /calls/socket.io/, so that desks poll, which is slower'],
])('a page %s may be meant so, and is a doubt in words', async (_what, changes, because) => {
  expect(await pageWith(changes)).toEqual({ kind: 'unsure', because });
});

test('an address that does not answer is a doubt, and the check goes on', async () => {
  expect(await readDeskPage('http://127.0.0.1:9/calls')).toEqual({ kind: 'unsure', because: 'it does not answer' });
});
