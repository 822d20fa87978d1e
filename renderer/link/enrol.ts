import { EnrolReply } from '../../protocol/desk.ts';

const key = 'vestibule.desk-token';

export const storedToken = (): string | null => localStorage.getItem(key);
export const forgetToken = (): void => localStorage.removeItem(key);

/** Takes the one-time code out of the address before anything else can see it; null when there is none. */
export function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('enrol');
  if (code !== null) history.replaceState(null, '', location.pathname + location.search);
  return code;
}

export type Enrolled =
  | { readonly kind: 'enrolled'; readonly token: string }
  | { readonly kind: 'wrong-code' }
  | { readonly kind: 'no-answer' };

/** Turns a code into this desk's token, and keeps it. */
export async function enrol(code: string): Promise<Enrolled> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/enrol', {
      method: 'POST',
      headers,
      body: JSON.stringify({ code }),
      signal: AbortSignal.timeout(6_000),
    });
    if (!response.ok) return { kind: 'wrong-code' };
    const { token } = EnrolReply.parse(await response.json());
    localStorage.setItem(key, token);
    return { kind: 'enrolled', token };
  } catch {
    return { kind: 'no-answer' };
  }
}
