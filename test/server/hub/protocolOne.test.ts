import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type AskName, asks } from '../../../protocol/asks.ts';
import { CallId, endReasons } from '../../../protocol/call.ts';
import { PastCall } from '../../../protocol/pastCall.ts';
import { Hindrance } from '../../../protocol/ring.ts';
import { hiddenInOne, pictureInOne, replyInOne, viewInOne } from '../../../server/hub/protocolOne.ts';
import { aPicture, aView } from '../../builders/view.ts';
import { vector } from '../../harness/vector.ts';

/** What a page of protocol 1 could read: its wire as it was stored then. */
const schema = z.record(z.string(), z.json());
const old = z
  .object({ messages: schema, asks: z.record(z.string(), z.object({ replies: z.json() })) })
  .parse(vector('wire-of-protocol-1'));
const readsAs = (stored: unknown) => z.fromJSONSchema(z.record(z.string(), z.any()).parse(stored));
const oldView = readsAs(old.messages['RingView']);
const oldPicture = readsAs(old.messages['Picture']);
const holder = { desk: 'south', seat: 'another-seat', name: 'South desk' };
/** `unknown` is a reader's word: no relay sends it. */
const sent = (words: readonly string[]) => words.filter((word) => word !== 'unknown');
const hindrances = sent(Hindrance.unwrap().options);

const aPastCall = (reason: string) =>
  PastCall.parse({
    ...{ id: 'call-1', site: aView().site, panel: 'North Lobby', unit: null, recipient: { kind: 'frontDesk' } },
    ...{ receivedAt: 1_000, endedAt: 2_000, phase: 'ended', reason, by: holder, doorOpened: false, snapshot: null },
    ...{ rangMs: 1_000, webhookMissing: false, notKnown: true, inDoubt: true },
  });

describe('a page of protocol 1 can read', () => {
  test.each(endReasons)('a ring that ended by %s', (reason) => {
    const ended = aView({ phase: 'ended', by: holder, reason });
    expect(oldView.safeParse(viewInOne(ended)).error).toBeUndefined();
    const missed = [{ site: aView().site.id, calls: [aPastCall(reason)], count: 37 }];
    const picture = pictureInOne(aPicture({ rings: [ended], isWhole: false, missed }));
    expect(oldPicture.safeParse(picture).error).toBeUndefined();
  });
  test.each(hindrances)('a ring of which nothing can be done because of %s', (word) => {
    const view = viewInOne(aView({ can: { answer: word, end: word, door: word } }));
    expect(oldView.safeParse(view).error).toBeUndefined();
  });
  test.each(endReasons)('a history with a call that ended by %s', (reason) => {
    const reply = replyInOne('history', { outcome: 'history', calls: [aPastCall(reason)] });
    expect(readsAs(old.asks['history']?.replies).safeParse(reply).error).toBeUndefined();
  });
});

/** Each word with which a question can be refused, as today's contract has it. */
const Refused = z.object({ properties: z.object({ because: z.object({ enum: z.array(z.string()) }) }) });
const refusalsOf = (name: AskName) =>
  z
    .object({ anyOf: z.array(z.unknown()) })
    .parse(z.toJSONSchema(asks[name].replies))
    .anyOf.flatMap((option) => Refused.safeParse(option).data?.properties.because.enum ?? []);
const names = z.array(z.enum(['answer', 'media', 'end', 'hangUp', 'silence', 'openDoor', 'handled', 'history']));

test.each(names.parse(names.element.options))(
  'each word that refuses %s is told in one that such a page knows',
  (name) => {
    const words = sent(refusalsOf(name));
    expect(words.length).toBeGreaterThan(1);
    const reads = readsAs(old.asks[name]?.replies);
    const unread = words.filter(
      (because) => !reads.safeParse(replyInOne(name, { outcome: 'refused', because })).success,
    );
    expect(unread).toEqual([]);
  },
);

test('a call that is hidden leaves such a page: it heeds a view only if its revision is higher', () => {
  const hidden = [CallId.parse('call-1')];
  const [view] = hiddenInOne([aView({ revision: 7 }), aView({ callId: 'call-2' })], { hidden });
  expect(view).toMatchObject({ revision: 8, phase: 'ended', reason: 'same-call' });
  expect(oldView.safeParse(view).error).toBeUndefined();
});

test('the old wire refuses a new word that nobody translated', () => {
  expect(oldView.safeParse(aView({ can: { answer: true, end: true, door: 'not-confirmed' } })).success).toBe(false);
});
