import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { asks } from '../../protocol/asks.ts';
import { PressNews } from '../../protocol/desk.ts';
import { MissedCalls } from '../../protocol/pastCall.ts';
import { Alarm, Coverage, Picture, PictureEnd, SiteNotes, Undrawn } from '../../protocol/picture.ts';
import { RingView } from '../../protocol/ring.ts';
import { FromParty, FromRoom } from '../../protocol/room.ts';
import { SeatCredentials } from '../../protocol/seat.ts';

const stored = join(import.meta.dirname, 'wire.schema.json');

/** The whole wire as JSON Schema; what a desk or a relay of another build will meet. */
const wire = () => {
  const schema = (type: z.ZodType) => z.toJSONSchema(type, { unrepresentable: 'any', io: 'input' });
  const questions = Object.entries(asks).map(
    ([name, ask]) => [name, { asks: schema(ask.asks), replies: schema(ask.replies) }] as const,
  );
  const messages = {
    Picture,
    RingView,
    MissedCalls,
    Coverage,
    Alarm,
    PictureEnd,
    Undrawn,
    SiteNotes,
    PressNews,
    SeatCredentials,
    FromParty,
    FromRoom,
  };
  return {
    messages: Object.fromEntries(Object.entries(messages).map(([name, type]) => [name, schema(type)])),
    asks: Object.fromEntries(questions),
  };
};

test('the wire is as it was; a change of it shows here, and needs a line in protocol/CHANGES.md', async () => {
  await expect(`${JSON.stringify(wire(), null, 1)}\n`).toMatchFileSnapshot(stored);
});

test('the stored wire is not empty', () => {
  expect(readFileSync(stored, 'utf8')).toContain('ringsForMs');
});
