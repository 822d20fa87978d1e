/** What passed between ButterflyMX and us for each of the newest calls, for demonstrations. In memory, and only where the vendor is simulated. */
import { type CallId, EpochMs, type SiteId } from '../../protocol/call.ts';
import type { VendorStep } from '../../protocol/vendorStep.ts';
import type { Exchange } from '../butterflymx/rest.ts';
import type { Clock } from '../clock.ts';
import type { Reading } from '../intake/normalise.ts';
import { aliasesOfReading, type Receipt } from '../intake/receive.ts';
import { aliasOfName } from '../ring/identity.ts';
import type { CallNumber } from '../vendor/values.ts';
import { hideSecrets } from './hideSecrets.ts';
import { joiningTheRoom, sectionOfDelivery, sectionOfRequest } from './sections.ts';

export type TakenIn = {
  readonly site: SiteId;
  readonly raw: Uint8Array;
  readonly reading: Reading | null;
  readonly receipt: Receipt;
  readonly tookMs: number;
};
type Identifiers = { readonly guid: string | null; readonly vendorId: CallNumber | null };

export type VendorSteps = {
  /** A delivery was answered. A door's log waits for the call that it is tied to; another that names no call is not kept. */
  readonly takenIn: (told: TakenIn) => void;
  /** A request of ours is over. One that is about no call is not kept. */
  readonly exchanged: (exchange: Exchange) => void;
  /** A door's log, by the vendor's number of it, was found to belong to a call. */
  readonly tied: (site: SiteId, entry: number, call: CallId) => void;
  /** The page has joined the media room of a call. */
  readonly joined: (site: SiteId, call: Identifiers) => void;
  /** In the order in which they began; secrets are hidden here. */
  readonly of: (site: SiteId, call: Identifiers) => readonly VendorStep[];
  readonly clear: () => void;
};

const mostCalls = 50;
const mostSteps = 100;
/** Logs of doors that are tied to no call, and ties whose log was not delivered. */
const mostLogs = 50;
/** Longer bodies are cut before they are kept. */
const mostKept = 4_096;

type Step = Omit<VendorStep, 'times'>;
type CallSteps = { readonly words: Set<string>; steps: readonly VendorStep[] };

export function vendorSteps(clock: Pick<Clock, 'moment'>): VendorSteps {
  let calls: readonly CallSteps[] = [];
  const untied = new Map<string, Step>();
  const ties = new Map<string, string>();
  const began = (tookMs: number): EpochMs => EpochMs.parse(Math.max(0, Math.round(clock.moment().wall - tookMs)));

  /** The call that one of these words names; the oldest makes room for a new one. */
  function callOf(words: readonly string[]): CallSteps {
    const known = calls.find((call) => words.some((word) => call.words.has(word)));
    const call = known ?? { words: new Set<string>(), steps: [] };
    for (const word of words) call.words.add(word);
    if (known === undefined) calls = [...calls, call].slice(-mostCalls);
    return call;
  }

  function keep(words: readonly string[], step: Step): void {
    if (words.length === 0) return;
    const call = callOf(words);
    const last = call.steps.at(-1);
    const next = { ...step, request: cut(step.request), answer: cut(step.answer), times: 1 };
    call.steps =
      last !== undefined && isSame(last, next)
        ? [...call.steps.slice(0, -1), { ...last, tookMs: next.tookMs, times: last.times + 1 }]
        : [...call.steps, next].slice(-mostSteps);
  }

  return {
    takenIn: ({ site, raw, reading, receipt, tookMs }) => {
      const words = reading === null ? [] : aliasesOfReading(reading).map((alias) => `${site} ${alias}`);
      const step: Step = {
        at: began(tookMs),
        tookMs,
        direction: 'in',
        what: 'POST /hooks/••••••',
        section: sectionOfDelivery(reading?.kind ?? null),
        request: new TextDecoder().decode(raw.subarray(0, mostKept)),
        answer: receipt === 'no-json' || receipt === 'not-stored' ? null : JSON.stringify({ status: receipt }),
        status: receipt === 'no-json' ? 400 : receipt === 'not-stored' ? 503 : 200,
      };
      if (reading?.kind !== 'door') return keep(words, step);
      const log = `${site} log:${reading.vendorId}`;
      const call = ties.get(log);
      if (call === undefined) remember(untied, log, step);
      else keep([call], step);
    },
    tied: (site, entry, call) => {
      const log = `${site} log:${entry}`;
      const word = wordOf(site, call);
      remember(ties, log, word);
      const step = untied.get(log);
      if (step !== undefined && untied.delete(log)) keep([word], step);
    },
    exchanged: ({ request: { site, call, askedFrom = null, method, path, body }, status, answer, tookMs }) => {
      const words =
        call !== undefined ? [`${site} guid:${call.guid}`] : askedFrom === null ? [] : [wordOf(site, askedFrom)];
      keep(words, {
        at: began(tookMs),
        tookMs,
        direction: 'out',
        what: `${method} ${path}`,
        section: sectionOfRequest(method, path),
        request: body === undefined ? null : JSON.stringify(body),
        answer,
        status,
      });
    },
    joined: (site, { guid }) => {
      if (guid === null) return;
      const words = [`${site} guid:${guid}`];
      const asked = callOf(words).steps.findLast(({ direction }) => direction === 'out');
      const tookMs = asked === undefined ? 0 : Math.max(0, clock.moment().wall - asked.at - asked.tookMs);
      keep(words, {
        at: began(tookMs),
        tookMs,
        direction: 'media',
        what: 'Here: WebRTC. Real calls: Twilio Video connect(token)',
        section: joiningTheRoom,
        request: null,
        answer: null,
        status: null,
      });
    },
    of: (site, { guid, vendorId }) => {
      const words = [`${site} guid:${guid}`, `${site} id:${vendorId}`];
      const found = calls.filter((call) => words.some((word) => call.words.has(word)));
      return found
        .flatMap(({ steps }) => steps)
        .sort((one, other) => one.at - other.at)
        .map((step) => ({
          ...step,
          what: hideSecrets(step.what),
          request: step.request === null ? null : hideSecrets(step.request),
          answer: step.answer === null || step.answer === '' ? null : hideSecrets(step.answer),
        }));
    },
    clear: () => {
      calls = [];
      untied.clear();
      ties.clear();
    },
  };
}

/** The word of a call by the name that desks know it by: its guid, or `id:` with its number. */
const wordOf = (site: SiteId, call: CallId) => `${site} ${aliasOfName(call)}`;

function remember<T>(kept: Map<string, T>, word: string, value: T): void {
  kept.set(word, value);
  const [oldest] = kept.keys();
  if (kept.size > mostLogs && oldest !== undefined) kept.delete(oldest);
}

const cut = (text: string | null) => (text === null ? null : text.slice(0, mostKept));

const isSame = (one: VendorStep, other: VendorStep) =>
  one.what === other.what &&
  one.status === other.status &&
  one.request === other.request &&
  one.answer === other.answer;
