import { describe, expect, test } from 'vitest';
import { basicCheck, basicPair } from '../../../server/walls/basic.ts';
import { hashed } from '../../../server/walls/hashed.ts';
import { headerCheck } from '../../../server/walls/header.ts';
import { aKnock } from './aKnock.ts';

const secret = 'Bearer correct horse battery';

describe('a header wall', () => {
  const passes = (headers: Readonly<Record<string, string | string[]>>) =>
    headerCheck('x-door-word', hashed(secret))(aKnock({ headers }));
  /** Node hands headers out byte by byte, as Latin-1. */
  const asNodeReads = (text: string) => Buffer.from(text).toString('latin1');

  test('lets in its secret, whole', () => {
    expect(passes({ 'x-door-word': secret })).toBe(true);
  });

  test('knows its secret outside ASCII as it comes over the wire', () => {
    const check = headerCheck('x-door-word', hashed('Tür für Gäste'));
    expect(check(aKnock({ headers: { 'x-door-word': asNodeReads('Tür für Gäste') } }))).toBe(true);
  });

  test.each([
    ['no such header', {}],
    ['an empty one', { 'x-door-word': '' }],
    ['the beginning of the secret', { 'x-door-word': secret.slice(0, -1) }],
    ['the secret and more', { 'x-door-word': `${secret}!` }],
    ['other capitals', { 'x-door-word': secret.toUpperCase() }],
    ['the secret sent twice', { 'x-door-word': `${secret}, ${secret}` }],
    ['the secret in another header', { 'x-other': secret }],
  ])('refuses %s', (_what, headers) => {
    expect(passes(headers)).toBe(false);
  });
});

describe('a Basic wall', () => {
  const passes = (authorization: string) =>
    basicCheck(hashed(basicPair('butterfly', 'a:long word')))(aKnock({ headers: { authorization } }));
  const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;

  test.each([
    ['as it is written', basic('butterfly:a:long word')],
    ['with the scheme in small letters', basic('butterfly:a:long word').replace('Basic', 'basic')],
  ])('lets in its user and password, %s', (_how, authorization) => {
    expect(passes(authorization)).toBe(true);
  });

  test.each([
    ['another user', basic('moth:a:long word')],
    ['another password', basic('butterfly:a:long')],
    ['a colon at another place', basic('butterfly:a:long word:')],
    ['another scheme', basic('butterfly:a:long word').replace('Basic', 'Bearer')],
    ['what is no base64', 'Basic butterfly:a:long word'],
    ['nothing', ''],
  ])('refuses %s', (_what, authorization) => {
    expect(passes(authorization)).toBe(false);
  });
});

test('one secret is kept as another hash each time, so that two walls never show that they share it', () => {
  expect(hashed(secret)).not.toEqual(hashed(secret));
});
