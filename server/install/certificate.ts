import { connect } from 'node:tls';
import { epochOf } from '../clock.ts';

/** The certificate that the public address shows, or why none could be read. `unreachable`: from here; a router that does not let its own public address be reached from within looks the same. */
export type Certificate =
  | { readonly kind: 'valid'; readonly daysLeft: number }
  | { readonly kind: 'unreachable'; readonly because: string }
  | { readonly kind: 'failed'; readonly because: string };

const deadlineMs = 5_000;
const dayMs = 86_400_000;

/** Connects as any client would, so an untrusted chain, a wrong name or an expired certificate fails here as it does at ButterflyMX. `ca` adds a trusted root, for tests. */
export function readCertificate(url: URL, now: number, ca?: string): Promise<Certificate> {
  return new Promise((resolve) => {
    const socket = connect({
      host: url.hostname,
      port: Number(url.port || 443),
      servername: url.hostname,
      ...(ca === undefined ? {} : { ca }),
    });
    const settle = (certificate: Certificate) => {
      socket.destroy();
      resolve(certificate);
    };
    socket.setTimeout(deadlineMs, () => settle(unreachable('nothing answers there')));
    socket.once('error', (error) => settle(failureOf(error)));
    socket.once('secureConnect', () => {
      const ends = epochOf(socket.getPeerCertificate().valid_to);
      settle({ kind: 'valid', daysLeft: Math.floor((ends - now) / dayMs) });
    });
  });
}

const unreachable = (because: string): Certificate => ({ kind: 'unreachable', because });

function failureOf(error: Error): Certificate {
  const code = 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return unreachable('nothing listens there');
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return unreachable('nothing answers there');
    default:
      return { kind: 'failed', because: wordsFor(code) };
  }
}

function wordsFor(code: string): string {
  switch (code) {
    case 'ENOTFOUND':
      return 'its name is not known to DNS';
    case 'CERT_HAS_EXPIRED':
      return 'its certificate has expired';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'its certificate is for another name';
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return 'its certificate is not trusted by everybody';
    default:
      return `TLS failed (${code || 'no reason given'})`;
  }
}
