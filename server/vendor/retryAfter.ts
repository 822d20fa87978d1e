import { writtenInstant } from '../clock.ts';

/** The longest that we let anybody make us wait, in milliseconds: a vendor's slip must not blind a building for a day. */
export const longestWaitMs = 60_000;

/**
 * How long an answer asks us to wait, in milliseconds (RFC 9110, 10.2.3: seconds, or a date); null when it does not say. A date counts from
 * the answer's own `Date`, so that our clock has no part in it.
 */
export function retryAfterMs(headers: Headers): number | null {
  const asked = headers.get('retry-after')?.trim() ?? '';
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1_000 : untilDate(asked, headers.get('date'));
  return ms === null ? null : Math.min(Math.max(0, ms), longestWaitMs);
}

function untilDate(asked: string, sent: string | null): number | null {
  const [until, from] = [/^[a-z]/i.test(asked) ? writtenInstant(asked) : null, writtenInstant(sent)];
  return until === null || from === null ? null : until - from;
}
