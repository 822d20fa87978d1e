import { relayAt } from '../../protocol/relayAddress.ts';
import { EnrolReply } from '../../protocol/seat.ts';

/** Takes the one-time code out of the address before anything else can see it; null when there is none. */
export function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('enrol');
  if (code !== null) history.replaceState(null, '', location.pathname + location.search);
  return code;
}

/** A code as it was typed or pasted: the code itself, or the operator's whole link, which also says where the relay is. */
export function readInvitation(text: string): { readonly code: string; readonly relay: string | null } {
  const link = URL.parse(text.trim());
  const code = link === null ? null : new URLSearchParams(link.hash.slice(1)).get('enrol');
  return code === null || link === null ? { code: text.trim(), relay: null } : { code, relay: relayAt(link) };
}

export type Enrolled =
  | { readonly kind: 'enrolled'; readonly token: string }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'no-answer' };

/** Turns a code into this desk's token. */
export async function enrol(relay: string, code: string): Promise<Enrolled> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${relay}/enrol`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ code }),
      signal: AbortSignal.timeout(6_000),
    });
    if (!response.ok) return { kind: 'wrong-code' };
    const { token } = EnrolReply.parse(await response.json());
    return { kind: 'enrolled', token };
  } catch {
    return { kind: 'no-answer' };
  }
}
