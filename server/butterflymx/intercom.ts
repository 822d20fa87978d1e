import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DeskId, SiteId } from '../../protocol/call.ts';
import type { VendorFailure } from '../../protocol/fact.ts';
import type { Grant } from '../../protocol/replies.ts';
import { err, ok, type Result } from '../../protocol/result.ts';
import { deadlineIn } from '../clock.ts';
import type { CallStatus, Confirmation, Intercom, VendorCall } from '../ring/ports.ts';
import { type CallNumber, told, wordOf } from '../vendor/values.ts';
import type { CalledAt } from './calledAccounts.ts';
import { readCallStatus } from './callStatus.ts';
import { confirmCall, speakersOf } from './confirmCall.ts';
import { myCalls, type NumberedCall, newestCalls } from './myCalls.ts';
import type { AskVendor, VendorRefusal, VendorRequest } from './rest.ts';
import type { OnListRead } from './unreadRows.ts';

/** What the vendor's v3 API can do for one call (shapes: official SDK sources). Every method ends by its deadline and never rejects. */
export type VendorCalls = Intercom & {
  readonly callStatus: (call: VendorCall, deadline?: AbortSignal) => Promise<Result<CallStatus, VendorFailure>>;
  /** The same for whoever asks again and again: not before the vendor wants to be asked, and a no tells how long that is. */
  readonly watchStatus: (call: VendorCall, deadline: AbortSignal) => Promise<Result<CallStatus, VendorRefusal>>;
  /** The same, asked of this very account among those that may be called at the call's site. */
  readonly callStatusOf: (
    call: VendorCall,
    account: string,
    deadline: AbortSignal,
  ) => Promise<Result<CallStatus, VendorFailure>>;
  /** Whether the vendor knows a call: asked of the account that was called, and on 404 of all others. */
  readonly confirm: (call: VendorCall, deadline: AbortSignal) => Promise<Confirmation>;
  /** The same for whoever asks again and again: not before the vendor wants to be asked. */
  readonly watchConfirm: (call: VendorCall, deadline: AbortSignal) => Promise<Confirmation>;
  /** The accounts that may be called at a site and can speak now. */
  readonly calledAt: (site: SiteId) => readonly string[];
  /** The media token of one call for one desk; its key says whose media it opens. */
  readonly mediaToken: (
    call: VendorCall,
    desk: DeskId,
    deadline: AbortSignal,
  ) => Promise<Result<Grant, VendorFailure | 'provider-unsupported'>>;
  /** The guids of every called account's newest calls by their numbers: the one place where the vendor tells both. Empty when it does not answer. */
  readonly guids: (site: SiteId) => Promise<ReadonlyMap<CallNumber, string>>;
  /** The newest calls of every called account; unlike `guids` it tells a failure, of any of them, from an empty list. */
  readonly newest: (site: SiteId, deadline?: AbortSignal) => Promise<Result<readonly NumberedCall[], VendorFailure>>;
};

/** Whose media sessions a desk can join. `internal` is SIP, which the vendor's own SDK gave up too. */
const joinable = ['twilio', 'simulator'] as const;
export const isJoinable = (provider: string): boolean => joinable.some((known) => known === provider);

/** All that one step of the call workflow may take, and the whole of it, in milliseconds. */
export const vendorDeadlineMs = 4_000;
const deadline = () => deadlineIn(vendorDeadlineMs);

/** A provider without a token is told as null, or not at all. */
const TokenReply = z.object({ tokens: z.record(z.string(), told(z.string().min(1))) });
export type VendorCallsParts = {
  /** The accounts that may be called at a site; each tells its own calls only. None: the environment's speaks. */
  readonly calledAt?: CalledAt;
  readonly onListRead?: OnListRead;
};

export function vendorCalls(
  ask: AskVendor,
  { calledAt = () => [], onListRead = () => {} }: VendorCallsParts = {},
): VendorCalls {
  const parts = { ask, onListRead };
  const about = (call: VendorCall, deadline: AbortSignal) => ({
    site: call.site,
    as: 'called' as const,
    call,
    deadline,
  });
  async function askStatus(
    call: VendorCall,
    until: AbortSignal,
    how: Pick<VendorRequest, 'account' | 'isUrgent'> = {},
  ): Promise<Result<CallStatus, VendorRefusal>> {
    const path = `/v3/me/calls/${encodeURIComponent(call.guid)}/status`;
    const answer = await ask({ ...about(call, until), ...how, method: 'GET', path });
    if (!answer.ok) return answer;
    const status = readCallStatus(answer.value.body);
    return status === null ? err({ kind: 'unreadable', status: 200, says: null }) : ok(status);
  }
  const statusOf =
    (how: Pick<VendorRequest, 'isUrgent'>): VendorCalls['callStatusOf'] =>
    async (call, account, until) =>
      kindOnly(await askStatus(call, until, { account, ...how }));
  async function guids(site: SiteId): Promise<ReadonlyMap<CallNumber, string>> {
    const accounts = speakersOf(calledAt(site));
    const from = { site, deadline: deadline() };
    const told =
      accounts.length < 2 ? [myCalls(parts, from)] : accounts.map((account) => myCalls(parts, { ...from, account }));
    const lists = await Promise.all(told);
    return new Map(lists.flatMap((list) => (list.ok ? list.value : [])).map(({ number, guid }) => [number, guid]));
  }

  return {
    callStatus: async (call: VendorCall, until: AbortSignal = deadline()) =>
      kindOnly(await askStatus(call, until, { isUrgent: true })),
    watchStatus: (call, until) => askStatus(call, until),
    callStatusOf: statusOf({}),
    confirm: (call, until) => confirmCall(call, until, { calledAt, statusOf: statusOf({ isUrgent: true }) }),
    watchConfirm: (call, until) => confirmCall(call, until, { calledAt, statusOf: statusOf({}) }),
    calledAt: (site) => speakersOf(calledAt(site)),
    mediaToken: async (call, desk, until) => {
      const path = `/v3/me/calls/${encodeURIComponent(call.guid)}/token`;
      const body = { data: { type: 'token', attributes: { device_uuid: deviceOf(desk) } } };
      const answer = await ask({ ...about(call, until), method: 'POST', path, body });
      if (!answer.ok) return err(answer.error.kind);
      const read = TokenReply.safeParse(answer.value.body);
      const told = read.success ? Object.entries(read.data.tokens) : [];
      const tokens = told.flatMap(([provider, token]) =>
        token === null ? [] : [{ provider: wordOf(provider), token }],
      );
      const usable = tokens.find(({ provider }) => isJoinable(provider));
      if (usable !== undefined) return ok(grantOf(call.guid, usable, answer.value.apiUrl));
      return err(tokens.length === 0 ? 'unreadable' : 'provider-unsupported');
    },
    notify: async (notice, call, until = deadline()) => {
      const body = notificationOf(notice, call);
      const path = `/v3/notifications/${notice}`;
      const answer = await ask({ ...about(call, until), method: 'POST', path, body });
      return answer.ok || answer.error.kind === 'unreadable' ? ok(null) : err(answer.error.kind);
    },
    guidOf: async (site, vendorId) => (await guids(site)).get(vendorId) ?? null,
    guids,
    newest: (site, until = deadline()) => newestCalls(parts, calledAt, { site, deadline: until }),
  };
}

const kindOnly = <T>(answer: Result<T, VendorRefusal>): Result<T, VendorFailure> =>
  answer.ok ? answer : err(answer.error.kind);

/** What the vendor is told of a call, in the SDK's shape. A panel that nobody knows is left out: the guid alone decides (live capture). */
export function notificationOf(notice: Parameters<VendorCalls['notify']>[0], { guid, panelId }: VendorCall) {
  const media = notice === 'call_accepted' || notice === 'toggle_camera' ? { video: false, audio: true } : {};
  const attributes = { ...(panelId === null ? {} : { panel_id: panelId }), call_guid: guid, ...media };
  return { data: { type: 'notifications', ...(panelId === null ? {} : { id: String(panelId) }), attributes } };
}

/** The media room is named by the call's guid. The simulator's rooms are its own WebSocket, below the same address as its API. */
function grantOf(
  room: string,
  { provider, token }: { readonly provider: string; readonly token: string },
  apiUrl: string,
): Grant {
  if (provider !== 'simulator') return { provider, room, token };
  return { provider, room, token, address: `${apiUrl.replace(/^http/, 'ws')}/rooms/${encodeURIComponent(room)}` };
}

/** The vendor wants one device id per installation; the desk's own id, in the form of a UUID. */
function deviceOf(desk: DeskId): string {
  const hex = createHash('sha256').update(`vestibule desk ${desk}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
