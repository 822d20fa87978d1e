import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { endOfTwilio } from '../../../renderer/media/twilioErrors.ts';

const error = (code: number) => Object.assign(new Error('from Twilio'), { code });

it.each([
  [20101, 'token-refused'],
  [20104, 'token-expired'],
  [53000, 'service-unreachable'],
  [53001, 'service-unreachable'],
  [53006, 'service-busy'],
  [53105, 'room-full'],
  [53106, 'room-gone'],
  [53118, 'visitor-hung-up'],
  [53205, 'replaced'],
  [53404, 'no-common-media'],
  [53405, 'media-failed'],
  [53407, 'media-failed'],
])('tells Twilio’s %i while joining as %s', (code, word) => {
  expect(endOfTwilio(error(code), 'joining')).toBe(word);
});

it.each([53000, 53001, 53002, 53405])('tells %i after media flowed as media that was lost', (code) => {
  expect(endOfTwilio(error(code), 'media-flowed')).toBe('media-lost');
});

it('tells a session that stood without any media ever as failed media', () => {
  expect(endOfTwilio(error(53405), 'no-media-yet')).toBe('media-failed');
});

it.each([new Error('Canceled'), null, 'text', error(53999)])('has a plain word for what it does not know', (thrown) => {
  expect(endOfTwilio(thrown, 'joining')).toBe('connection-failed');
});

it('knows only codes that this version of the library has', () => {
  const require = createRequire(import.meta.url);
  const theirs = readFileSync(require.resolve('twilio-video/lib/util/twilio-video-errors.js'), 'utf8');
  const ours = readFileSync(require.resolve('../../../renderer/media/twilioErrors.ts'), 'utf8');
  const codes = [...new Set(ours.match(/\b(?:20|53)\d{3}\b/g))];
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !theirs.includes(`super(${code},`))).toEqual([]);
});
