import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EpochMs } from '../protocol/call.ts';

/** One instant on both clocks: `wall` for people and other machines, `mono` in milliseconds since boot, for durations. */
export type Moment = { readonly wall: EpochMs; readonly mono: number };

/** The only source of time and timers in the relay. */
export type Clock = {
  readonly moment: () => Moment;
  /** Names this boot of the machine; monotonic times of another boot are not comparable. */
  readonly boot: string;
  /** Runs once after `ms` milliseconds unless cancelled; never keeps the process alive. */
  readonly after: (ms: number, run: () => void) => Cancel;
};
export type Cancel = () => void;

export const systemClock: Clock = {
  moment: () => ({ wall: wallNow(), mono: monoNow() }),
  boot: bootId(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.max(0, ms));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Aborts after `ms` milliseconds: how long the vendor, a picture's server or another program may take. Never keeps the process alive. */
export const deadlineIn = (ms: number): AbortSignal => AbortSignal.timeout(ms);

/** Asked several times a delivery, so it costs no schema: a quarter of the price. */
function wallNow(): EpochMs {
  const now = Date.now();
  if (isEpoch(now)) return now;
  throw new Error('The clock of this machine is set to before 1970.');
}

const isEpoch = (ms: number): ms is EpochMs => Number.isSafeInteger(ms) && ms >= 0;

/** Both of the same clock; the second one, which counts from this process's start, costs a quarter. */
const startedMono = Number(process.hrtime.bigint()) / 1_000_000 - performance.now();
const monoNow = (): number => Math.floor(startedMono + performance.now());

/** Linux tells its boot; elsewhere each start of the relay counts as one, and ages are taken by the wall clock. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return randomUUID();
  }
}

/** A written instant (ISO 8601 with its offset, or as a certificate writes it) as the relay counts time. */
export const epochOf = (iso: string): EpochMs => EpochMs.parse(Date.parse(iso));

/** The same of an instant that somebody else wrote: without a zone it is UTC. Null when it is none, or before 1970. */
export const writtenInstant = (text: string | null): EpochMs | null =>
  EpochMs.safeParse(Date.parse(withZone((text ?? '').trim()))).data ?? null;

/** `Date.parse` would read a time without a zone as one of this machine's, and does not know an offset of hours alone. */
function withZone(text: string): string {
  if (!/\d:\d/.test(text)) return text;
  if (/[+-]\d\d$/.test(text)) return `${text}:00`;
  if (/(?:[a-z]|[+-]\d\d:?\d\d|\))$/i.test(text)) return text;
  return /^\d{4}-\d\d-\d\d[T ]/.test(text) ? `${text.replace(' ', 'T')}Z` : `${text} UTC`;
}

/** An instant in words for other machines: ISO 8601, UTC, with milliseconds. */
export const isoOf = (at: number): string => new Date(at).toISOString();
