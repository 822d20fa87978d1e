/** One POST: every delivery in its body walks by itself, and all of them get one answer. */
import type { Hook } from '../desks/hook.ts';
import { inLightOf } from './hookLight.ts';
import { mask } from './mask.ts';
import type { Oddity } from './oddities.ts';
import { hashOf, type Item } from './readDelivery.ts';
import type { Receipt, ReceiveParts } from './receive.ts';
import { type Body, bytesOf, type Unwrapped, unwrap } from './unwrap.ts';

type KeepParts = Pick<ReceiveParts, 'journal' | 'mayKeep' | 'reportOdd' | 'reportUnwritable' | 'now'>;
export type TakeBodyParts = KeepParts & {
  readonly receive: (item: Item, hook: Hook) => Promise<Receipt>;
};

/** Never rejects. In order, so that an end does not overtake its call. */
export async function takeBody(body: Body, hook: Hook, parts: TakeBodyParts): Promise<Receipt> {
  const unwrapped = await unwrap(body);
  if (!unwrapped.ok) return refuse({ because: unwrapped.error, bytes: body.raw }, hook, parts);
  const receipts: Receipt[] = [];
  for (const item of unwrapped.value.items) receipts.push(await parts.receive(lit(item, hook), hook));
  receipts.push(...(await leave(unwrapped.value, { raw: body.raw, hook, parts })));
  return answerTo(receipts);
}

function lit(item: Item, hook: Hook): Item {
  const body = inLightOf(hook, item.value);
  return body === item.value ? item : { raw: bytesOf(body), value: body };
}

/** What one body brought too much, or beside its deliveries, is told and not read. */
async function leave({ left }: Unwrapped, { raw, hook, parts }: Leaving): Promise<readonly Receipt[]> {
  if (left === null) return [];
  await keepMasked({ because: left.because, bytes: raw, masked: mask(left.value) }, hook, parts);
  parts.reportOdd(hook, left.because === 'too-many' ? 'delivery-too-large' : 'delivery-not-understood');
  return ['unreadable'];
}

type Leaving = { readonly raw: Uint8Array; readonly hook: Hook; readonly parts: KeepParts };
type Refused = { readonly because: 'no-json' | 'too-large'; readonly bytes: Uint8Array | null };

/** A body of which nothing can be read leaves a row, and is told. Without its bytes where they were never taken in. */
export async function refuse(refused: Refused, hook: Hook, parts: KeepParts): Promise<Receipt> {
  const { because, bytes } = refused;
  const masked = bytes === null ? 'not taken in' : `bytes of ${bytes.length}`;
  await keepMasked({ because, bytes: bytes ?? new TextEncoder().encode(because), masked }, hook, parts);
  parts.reportOdd(hook, oddities[because]);
  return because;
}

const oddities: Readonly<Record<Refused['because'], Oddity>> = {
  'no-json': 'delivery-not-understood',
  'too-large': 'delivery-too-large',
};

type Kept = { readonly because: string; readonly bytes: Uint8Array; readonly masked: unknown };

async function keepMasked(
  { because, bytes, masked }: Kept,
  { id, site }: Hook,
  { journal, mayKeep, reportUnwritable, now }: KeepParts,
): Promise<void> {
  const dedupe = `bytes ${hashOf(bytes)}`;
  const told = bytesOf({ because, masked });
  const raw = mayKeep(id, told.byteLength) ? told : bytesOf({ because });
  const row = { site, hook: id, dedupe, kind: 'unreadable', aliases: [], raw, received: now() } as const;
  await journal.append(row).catch(reportUnwritable);
}

/** The first of these that became of any of them. What could not be stored is sent again, and the rest are then duplicates. */
const inOrder = ['not-stored', 'accepted', 'not-rung', 'duplicate', 'unreadable'] as const;

const answerTo = (receipts: readonly Receipt[]): Receipt =>
  inOrder.find((receipt) => receipts.includes(receipt)) ?? receipts[0] ?? 'unreadable';
