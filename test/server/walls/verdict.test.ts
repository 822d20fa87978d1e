import { expect, test } from 'vitest';
import { judge } from '../../../server/walls/verdict.ts';
import type { StandingWall } from '../../../server/walls/wall.ts';
import { aKnock } from './aKnock.ts';

const aWall = (wall: string, mode: StandingWall['mode'], says: boolean | null): StandingWall => ({
  wall,
  kind: wall.startsWith('hmac') ? 'hmac' : 'addresses',
  mode,
  check: says === null ? null : () => says,
});
const said = (...walls: readonly StandingWall[]) => {
  const { passed, failed, refused } = judge(walls, aKnock());
  return { passed: passed.map(({ wall }) => wall), failed: failed.map(({ wall }) => wall), refused };
};

test('where there are no walls the key is enough', () => {
  expect(said().refused).toBe(false);
});

test('a wall that observes is failed and refuses nothing', () => {
  expect(said(aWall('hmac', 'observe', false))).toEqual({ passed: [], failed: ['hmac'], refused: false });
});

test('a wall that enforces refuses what fails it', () => {
  expect(said(aWall('hmac', 'enforce', false))).toEqual({ passed: [], failed: ['hmac'], refused: true });
});

test('of two walls of a kind passing either is enough, so that a secret is changed without a gap', () => {
  const old = (says: boolean) => aWall('hmac', 'enforce', says);
  const next = (says: boolean) => aWall('hmac-2', 'observe', says);
  expect([said(old(true), next(false)), said(old(false), next(true)), said(old(false), next(false)).refused]).toEqual([
    { passed: ['hmac'], failed: [], refused: false },
    { passed: ['hmac-2'], failed: [], refused: false },
    true,
  ]);
});

test('every kind must be passed', () => {
  const from = aWall('addresses', 'enforce', true);
  expect([
    said(from, aWall('hmac', 'enforce', false)).refused,
    said(from, aWall('hmac', 'enforce', true)).refused,
  ]).toEqual([true, false]);
});

test('a wall that cannot be checked lets pass: a fault of ours never keeps a visitor from ringing', () => {
  expect(said(aWall('hmac', 'enforce', null), aWall('hmac-2', 'enforce', false))).toEqual({
    passed: [],
    failed: [],
    refused: false,
  });
});
