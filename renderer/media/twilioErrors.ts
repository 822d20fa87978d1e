import type { SessionEnd } from './session.ts';

/** How far the session had come: nobody's media was ever there, or it was. */
export type TwilioMoment = 'joining' | 'no-media-yet' | 'media-flowed';

/** Twilio's code of an error, whatever was thrown; null for the errors of others. Codes: twilio-video 2.36.0, `lib/util/twilio-video-errors.js`. */
export function twilioCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'number' ? error.code : null;
}

/** Twilio's error in our own words. */
export function endOfTwilio(error: unknown, moment: TwilioMoment): SessionEnd {
  const code = twilioCode(error);
  if (code === null) return 'connection-failed';
  const known = byCode[code];
  if (known !== undefined) return known;
  if (signalling.has(code)) return moment === 'joining' ? 'service-unreachable' : 'media-lost';
  if (media.has(code)) return moment === 'media-flowed' ? 'media-lost' : 'media-failed';
  return 'connection-failed';
}

const byCode: Readonly<Record<number, SessionEnd>> = {
  /** Invalid; 20102 header, 20103 issuer or subject, 20105 not yet valid, 20106 grants, 20107 signature. */
  20101: 'token-refused',
  20102: 'token-refused',
  20103: 'token-refused',
  20104: 'token-expired',
  20105: 'token-refused',
  20106: 'token-refused',
  20107: 'token-refused',
  53006: 'service-busy',
  53105: 'room-full',
  53106: 'room-gone',
  53116: 'service-busy',
  53118: 'visitor-hung-up',
  /** Not found: somebody has put this participant out, as the call's end does. */
  53204: 'visitor-hung-up',
  53205: 'replaced',
  53305: 'service-busy',
  53400: 'no-common-media',
  53401: 'no-common-media',
  53402: 'no-common-media',
  53403: 'no-common-media',
  53404: 'no-common-media',
};

/** Signalling: connection error, disconnected, timed out; no configuration. */
const signalling: ReadonlySet<number> = new Set([53000, 53001, 53002, 53500]);
/** Media connection failed or ceased, DTLS failed, no TURN credentials. */
const media: ReadonlySet<number> = new Set([53405, 53407, 53501]);
