import http from 'node:http';
import { deadlineIn } from '../clock.ts';
import { DistrustedSocket, mustBeOurSocket } from '../http/socketTrust.ts';

export type ApiRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
};
export type ApiReply = { readonly status: number; readonly text: string };

/** Asks the operator's API, whether a relay answers or this process does. */
export type AskRelay = (request: ApiRequest) => Promise<ApiReply>;

/** Who answers, until `close`. */
export type Reached = { readonly ask: AskRelay; readonly close: () => Promise<void> };

const deadlineMs = 10_000;

/** Asks a running relay over its socket file. Rejects with ENOENT or ECONNREFUSED when none listens there, with `DistrustedSocket` when somebody else may. */
export const askOverSocketFile =
  (path: string): AskRelay =>
  (asked) =>
    new Promise((resolve, reject) => {
      mustBeOurSocket(path);
      const body = asked.body === undefined ? undefined : JSON.stringify(asked.body);
      const sent = http.request({
        socketPath: path,
        method: asked.method,
        path: asked.path,
        headers: { host: 'relay', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        signal: deadlineIn(deadlineMs),
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => void chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      });
      sent.end(body);
    });

/** True when a relay listens; throws `DistrustedSocket` when it may be somebody else. Asked before the question itself, so that one that changes something is sent only once. */
export async function answers(ask: AskRelay): Promise<boolean> {
  try {
    return (await ask({ method: 'GET', path: '/healthz' })).status === 200;
  } catch (error) {
    if (error instanceof DistrustedSocket) throw error;
    return false;
  }
}
