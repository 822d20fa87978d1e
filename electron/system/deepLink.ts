import { Opened } from '../../protocol/bridge.ts';

/**
 * What a `vestibule://` address asks to be shown; null when it is none of ours. Anybody can make such an address, so it only opens a
 * screen: a call is looked at, a code is put into its field. Answering, enrolling and doors stay with a person's own press.
 */
export function readDeepLink(address: string): Opened | null {
  if (address.length > 300) return null;
  if (!/^[\w:/.-]+$/.test(address)) return null;
  const [, host = '', rest = ''] = /^vestibule:\/\/([a-z]+)\/([^/?#]+)\/?$/.exec(address) ?? [];
  const opened = Opened.safeParse(host === 'call' ? { what: 'call', callId: rest } : { what: host, code: rest });
  return opened.success ? opened.data : null;
}

/** The deep link among a second start's arguments, which come from anybody; all others are ignored. */
export function deepLinkAmong(words: readonly string[]): Opened | null {
  const link = words.slice(1).find((word) => word.startsWith('vestibule://'));
  return link === undefined ? null : readDeepLink(link);
}
