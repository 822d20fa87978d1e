import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { err, ok, type Result } from '../../protocol/result.ts';
import { type NoPicture, noPicture } from './noPicture.ts';

/** Where pictures may come from: exact origins. One that the operator wrote with http or as an IP address is trusted as written. */
export type PictureOrigins = readonly string[];

/** An address that may be fetched; `guarded` when the host's address must prove to be a public one. */
export type PictureAddress = { readonly url: URL; readonly guarded: boolean };

/** The written address, checked against the allowed origins; the parsed form decides, for an IP address has many spellings. */
export function checkAddress(text: string, origins: PictureOrigins): Result<PictureAddress, NoPicture> {
  if (text.length > 2_048) return err(noPicture('address-refused'));
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return err(noPicture('address-refused'));
  const host = url.hostname.replace(/\.$/, '');
  const origin = `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}`;
  if (!origins.includes(origin)) return err(noPicture('host-refused', origin.slice(0, longestOrigin)));
  const literal = isIP(host.replace(/^\[|\]$/g, '')) !== 0;
  return ok({ url, guarded: url.protocol === 'https:' && !literal && !isLoopbackName(host) });
}

/** A host's name has at most 253 characters. */
const longestOrigin = 270;

const isLoopbackName = (host: string) => host === 'localhost' || host.endsWith('.localhost');

/** True for an address that anybody on the Internet could be asked at; private, loopback, link-local and wrapped ones are not. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(globalUnicast));
}

/** Of IPv6 nothing else has been given out to the Internet (IANA, RFC 4291); `::127.0.0.1` lies outside. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
