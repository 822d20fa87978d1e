/** Signatures are made by `openssl dgst`, which shares no line with the wall. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { NewWall } from '../../../protocol/wall.ts';
import { hmacCheck } from '../../../server/walls/hmac.ts';
import { aKnock } from './aKnock.ts';

const secret = 'a secret of the building';
const at = 1_700_000_000_000;
const bytes = new Uint8Array([0x1f, 0x8b, 0x00, 0xff, 0xfe, 0x0d, 0x0a, 0x7b]);

function opensslDigest(signed: string | Uint8Array, algorithm = 'sha256', key = secret): Buffer {
  return execFileSync('openssl', ['dgst', `-${algorithm}`, '-hmac', key, '-binary'], { input: signed });
}

function aWall(options: Readonly<Record<string, unknown>> = {}) {
  const { secret: word, ...rule } = NewWall.options[3].parse({
    kind: 'hmac',
    header: 'X-Signature',
    secret,
    ...options,
  });
  return hmacCheck(rule, word);
}

describe('over the bytes as they came', () => {
  const right = opensslDigest(bytes);

  test.each([
    ['in hex', {}, right.toString('hex')],
    ['in hex with capitals', {}, right.toString('hex').toUpperCase()],
    ['with a prefix', { prefix: 'sha256=' }, `sha256=${right.toString('hex')}`],
    ['in base64', { encoding: 'base64' }, right.toString('base64')],
    ['by sha512', { algorithm: 'sha512' }, opensslDigest(bytes, 'sha512').toString('hex')],
    [
      'beside one of another secret',
      {},
      `${opensslDigest(bytes, 'sha256', 'old').toString('hex')}, ${right.toString('hex')}`,
    ],
  ])('lets in a signature of openssl %s', (_how, options, sent) => {
    expect(aWall(options)(aKnock({ raw: bytes, headers: { 'x-signature': sent } }))).toBe(true);
  });

  test.each([
    ['another byte', { raw: new Uint8Array([...bytes.slice(0, -1), 0x7c]), sent: right.toString('hex') }],
    ['a byte more', { raw: new Uint8Array([...bytes, 0x20]), sent: right.toString('hex') }],
    ['another secret', { raw: bytes, sent: opensslDigest(bytes, 'sha256', 'another').toString('hex') }],
    ['half a signature', { raw: bytes, sent: right.toString('hex').slice(0, 32) }],
    ['an empty signature', { raw: bytes, sent: '' }],
    ['a signature with a prefix that is not expected', { raw: bytes, sent: `sha256=${right.toString('hex')}` }],
  ])('refuses %s', (_what, { raw, sent }) => {
    expect(aWall()(aKnock({ raw, headers: { 'x-signature': sent } }))).toBe(false);
  });

  test('refuses what is not signed at all, also where the header must have a prefix', () => {
    expect([aWall()(aKnock()), aWall({ prefix: 'sha256=' })(aKnock())]).toEqual([false, false]);
  });
});

describe('with the time of sending', () => {
  const body = '{"guid":"call-0001"}';
  const wall = { timestamp: 'X-Time', toleranceSeconds: 300 };
  const sent = (time: string, signed = `${time}.${body}`) => ({
    'x-time': time,
    'x-signature': opensslDigest(signed).toString('hex'),
  });
  const seconds = String(at / 1_000);

  test('lets in what is signed together with its time, in seconds or milliseconds', () => {
    const passes = (time: string) => aWall(wall)(aKnock({ raw: body, at, headers: sent(time) }));
    expect([passes(seconds), passes(String(at))]).toEqual([true, true]);
  });

  test.each([
    ['five minutes later', at + 300_000, true],
    ['a moment more than five minutes later', at + 300_001, false],
    ['by a clock that is five minutes slow', at - 300_000, true],
    ['by a clock that is slower', at - 300_001, false],
  ])('of what comes %s', (_when, now, expected) => {
    expect(aWall(wall)(aKnock({ raw: body, at: now, headers: sent(seconds) }))).toBe(expected);
  });

  test('refuses a time that was not signed, and what has none', () => {
    const older = { ...sent(seconds), 'x-time': String(at / 1_000 + 1) };
    const none = { 'x-signature': opensslDigest(body).toString('hex') };
    expect([older, none].map((headers) => aWall(wall)(aKnock({ raw: body, at, headers })))).toEqual([false, false]);
  });

  test.each([
    ['the body alone', '{body}', body],
    ['with a version before them', 'v0:{timestamp}:{body}', `v0:${seconds}:${body}`],
  ])('signs what the operator says: %s', (_what, signed, text) => {
    expect(aWall({ ...wall, signed })(aKnock({ raw: body, at, headers: sent(seconds, text) }))).toBe(true);
  });

  test.each([
    ['the time is signed, and no header has it', { signed: '{timestamp}.{body}' }],
    ['no body is signed', { timestamp: 'x-time', signed: '{timestamp}' }],
    ['something unknown is signed', { timestamp: 'x-time', signed: '{id}.{body}' }],
  ])('is not built where %s', (_why, options) => {
    expect(NewWall.safeParse({ kind: 'hmac', header: 'X-Signature', secret, ...options }).success).toBe(false);
  });
});
