import { Agent, request } from 'undici';
import { deadlineIn } from '../clock.ts';
import { handshakeOf } from './handshake.ts';

/**
 * Whether the desk's page works where the public address leads. `broken`: the page is there, and a part of it is not, so staff would see a
 * blank one. `unsure`: it is not passed here, which may be meant so, or it works less well.
 */
export type DeskPage =
  | { readonly kind: 'works' }
  | { readonly kind: 'unsure'; readonly because: string }
  | { readonly kind: 'broken'; readonly because: string };

/** What is needed to ask there: a deadline, a limit, and for tests a trusted root. */
export type Asking = { readonly dispatcher: Agent; readonly ca?: string };

const deadlineMs = 3_000;
const mostBytes = 10_000_000;

/** Opens the page as a browser would: the page, its first script, a socket. Follows no redirect. `ca` adds a trusted root, for tests. */
export async function readDeskPage(address: string, ca?: string): Promise<DeskPage> {
  const trusting = ca === undefined ? {} : { ca };
  const dispatcher = new Agent({ connect: trusting, maxResponseSize: mostBytes });
  try {
    return await readWith({ dispatcher, ...trusting }, address);
  } finally {
    await dispatcher.destroy();
  }
}

async function readWith(asking: Asking, address: string): Promise<DeskPage> {
  const page = await get(asking, `${address}/desk`);
  if (page === null) return unsure('it does not answer');
  if (page.text.includes('"not-built"'))
    return unsure('it is not built: run npm run build, unless all desks are programs');
  if (page.status !== 200) return unsure(`it answers ${page.status}`);
  const [, source] = /<script[^>]+src="([^"]+)"/.exec(page.text) ?? [];
  if (source === undefined) return broken('another page is there');
  return (await scriptFailure(asking, new URL(source, `${address}/desk`))) ?? socketsAt(asking, address);
}

async function scriptFailure(asking: Asking, script: URL): Promise<DeskPage | null> {
  const answer = await get(asking, script.href);
  if (answer?.status === 200 && /javascript/.test(answer.type)) return null;
  return broken(`its script ${script.pathname} ${howOf(answer)}`);
}

async function socketsAt(asking: Asking, address: string): Promise<DeskPage> {
  const path = `${new URL(address).pathname.replace(/\/$/, '')}/socket.io/`;
  const query = `${address}/socket.io/?EIO=4&transport=`;
  const socket = await handshakeOf(`${query}websocket`, asking.ca);
  if (socket) return { kind: 'works' };
  const polled = await get(asking, `${query}polling`);
  if (polled?.text.startsWith('0{') === true)
    return unsure(`no WebSocket comes through at ${path}, so that desks poll, which is slower`);
  return broken(`its connection at ${path} ${howOf(polled)}`);
}

/** What came in place of what was wanted. */
function howOf(answer: Answer | null): string {
  if (answer === null) return 'does not come';
  return answer.status === 200 ? 'is something else' : `answers ${answer.status}`;
}

const unsure = (because: string): DeskPage => ({ kind: 'unsure', because });
const broken = (because: string): DeskPage => ({ kind: 'broken', because });

type Answer = { readonly status: number; readonly type: string; readonly text: string };

/** Null when no answer came in time, or one without an end. */
async function get({ dispatcher }: Asking, url: string): Promise<Answer | null> {
  try {
    const { statusCode, headers, body } = await request(url, { dispatcher, signal: deadlineIn(deadlineMs) });
    return { status: statusCode, type: String(headers['content-type'] ?? ''), text: await body.text() };
  } catch {
    return null;
  }
}
