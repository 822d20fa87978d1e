import { isLoopbackUrl } from '../loopback.ts';

/** Nothing was sent: the address would have carried a secret in clear over a network. */
export class NotSentInClear extends Error {
  override readonly name = 'NotSentInClear';
}

/** Whether a secret may travel there: by https, or without leaving this machine. */
export const mayCarrySecrets = (url: string): boolean => url.startsWith('https:') || isLoopbackUrl(url);

/** `fetch` for what carries a bearer or a client's secret. Rejects with `NotSentInClear` where a network could read it. */
export const fetchOverTls: typeof fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  if (!mayCarrySecrets(url)) throw new NotSentInClear('A secret is sent by https, or to this machine alone.');
  return fetch(input, init);
};
