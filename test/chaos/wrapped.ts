/** Calls in every wrapping, among mutations and bombs in the same: each real one rings once, and nothing else rings. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { aRelay } from '../harness/aRelay.ts';
import { withoutLimits } from '../harness/withoutLimits.ts';
import { eachOf, type Outcome, random, type Scale, type Scenario, within } from './scenario.ts';
import { aStandingDesk } from './standingDesk.ts';
import { mutant } from './strangers.ts';
import { aVendor } from './vendor.ts';
import { packed, type Wrapped, wrapped as wrap } from './wrappers.ts';

const folder = join(import.meta.dirname, '../vectors');
const Flat = z.looseObject({ guid: z.string() });
const Envelope = z.object({ event: z.looseObject({ resource_type: z.string(), data: z.looseObject({}) }) });
const creates = readdirSync(folder)
  .filter((name) => name.startsWith('webhook-call-create'))
  .map((name): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const others = readdirSync(folder)
  .filter((name) => /^webhook-(access|door|junk)/.test(name))
  .map((name) => JSON.stringify(JSON.parse(readFileSync(join(folder, name), 'utf8'))));

type Named = { readonly call: string; readonly text: string };

/** One of the vendor's calls under a name of its own. */
function aRealCall(number: number): Named {
  const sample = creates[random(0, creates.length - 1)];
  const envelope = Envelope.safeParse(sample);
  const guid = randomUUID();
  if (!envelope.success) return { call: guid, text: JSON.stringify({ ...Flat.parse(sample), guid }) };
  const { event } = envelope.data;
  const { guid: hasGuid, ...rest } = { guid: undefined, ...event.data };
  const id = 700_000_000 + number;
  const data = hasGuid === undefined ? { ...rest, id } : { ...rest, id, guid };
  return { call: hasGuid === undefined ? `id:${id}` : guid, text: JSON.stringify({ event: { ...event, data } }) };
}

const bombs: readonly Wrapped[] = [
  { body: gzipSync(Buffer.alloc(20_000_000, '[')), headers: { 'content-encoding': 'gzip' } },
  { body: gzipSync(gzipSync(Buffer.alloc(20_000_000, ' '))), headers: { 'content-encoding': 'gzip, gzip' } },
  { body: deflateSync(Buffer.alloc(20_000_000, '{"guid":"bomb-0001"}')), headers: { 'content-encoding': 'deflate' } },
  { body: brotliCompressSync(Buffer.alloc(20_000_000, '1')), headers: { 'content-encoding': 'br' } },
];

/** Every call is drawn at once, however many come. */

/** Every word and number that a body holds, however it is wrapped afterwards. */
function wordsOf(text: string, words: Set<string>): void {
  for (const [word] of text.matchAll(/[A-Za-z0-9._~-]{4,64}/g)) words.add(word);
  for (const [digits] of text.matchAll(/\d+/g)) words.add(`id:${BigInt(digits)}`);
}

async function wrappedBodies(scale: Scale): Promise<Outcome> {
  const count = scale === 'full' ? 50_000 : 1_200;
  const relay = await aRelay({ env: { ...withoutLimits, VESTIBULE_RING_SECONDS: '10', VESTIBULE_LOG_LEVEL: 'error' } });
  const { url } = await relay.hook();
  const { token } = await relay.desk();
  const desk = aStandingDesk(relay.address, token);
  await within(5_000, () => desk.pictures() > 0);
  const vendor = aVendor(url, 16);
  const real: string[] = [];
  const words = new Set<string>();
  const codes = new Map<string, number>();
  const broken: string[] = [];
  let sayCall = 0;
  async function post({ body, headers }: Wrapped, what: 'real' | 'mutant' | 'bomb'): Promise<void> {
    const answer = await vendor.post(body, headers);
    const code = answer?.code ?? 0;
    codes.set(`${what} ${code}`, (codes.get(`${what} ${code}`) ?? 0) + 1);
    const allowed = { real: [200], mutant: [200, 400, 413], bomb: [413] }[what];
    if (!allowed.includes(code)) broken.push(`a ${what} body was answered ${code}`);
  }
  await eachOf(
    Array.from({ length: count }, (_, index) => index),
    16,
    async (index) => {
      if (index % 40 === 0)
        return post(bombs[(index / 40) % bombs.length] ?? { body: Buffer.from(''), headers: {} }, 'bomb');
      if (index % 3 > 0) {
        const text = mutant().toString('utf8');
        wordsOf(text, words);
        if (/call/i.test(text) && /creat/i.test(text)) sayCall += 1;
        return post(packed({ body: Buffer.from(text), headers: {} }), 'mutant');
      }
      const calls = Array.from({ length: random(1, 4) }, (_, one) => aRealCall(index * 10 + one));
      real.push(...calls.map(({ call }) => call));
      const decoy = others[random(0, others.length - 1)] ?? '{}';
      const texts = random(0, 1) === 0 ? calls.map(({ text }) => text) : [...calls.map(({ text }) => text), decoy];
      const body = wrap(texts);
      await post(body, 'real');
      if (random(0, 3) === 0) await post(body, 'real');
    },
  );
  await within(15_000, () => real.every((call) => desk.hasSeen(call)));
  const timesOf = (call: string) => desk.phasesOf(call).filter((phase) => phase === 'ringing').length;
  const lost = real.filter((call) => timesOf(call) === 0);
  const twice = real.filter((call) => timesOf(call) > 1);
  if (lost.length > 0) broken.push(`${lost.length} calls of ${real.length} did not ring, such as ${lost[0] ?? ''}`);
  if (twice.length > 0) broken.push(`${twice.length} calls rang more than once`);
  const known = new Set(real);
  const more = [...desk.seen()].filter((call) => !known.has(call));
  /** The same number in other bytes is another call: `~2`. */
  const invented = more.filter((call) => !call.startsWith('unread:') && !words.has(call.replace(/~\d+$/, '')));
  if (invented.length > 0) broken.push(`${invented.length} rings that no body named, such as ${invented[0] ?? ''}`);
  const nameless = more.filter((call) => call.startsWith('unread:')).length;
  if (nameless > sayCall)
    broken.push(`${nameless} rings without a name, and ${sayCall} bodies that say call and create`);
  desk.close();
  await vendor.close();
  await relay[Symbol.asyncDispose]();
  const answers = [...codes].map(([code, times]) => `${times}× ${code}`).join(', ');
  return {
    saw: `${count} bodies: ${answers}; ${real.length} real calls; ${more.length} more rings were named by mutations`,
    broken,
  };
}

export const wrapped: readonly Scenario[] = [
  {
    name: 'wrapped bodies',
    promise: 'each real call rings once, no 5xx, bombs refused, nothing rings that no body named',
    run: wrappedBodies,
  },
];
