import type { EpochMs, SiteId } from '../../../protocol/call.ts';
import type { Binding, IntegrationId, IntegrationLine, IntegrationRequest } from '../../../protocol/integration.ts';
import { err, ok, type Result } from '../../../protocol/result.ts';
import type { Alarms } from '../../alerts/alarms.ts';
import { deadlineIn } from '../../clock.ts';
import type { Directory } from '../../desks/directory.ts';
import type { AllSiteSettings } from '../../desks/siteSettings.ts';
import type { VendorRefusal } from '../rest.ts';
import type { HeldIntegration, IntegrationStore } from './heldIntegrations.ts';
import { makeIntegrationChanges } from './integrationChanges.ts';
import { makeLook } from './integrationLook.ts';
import { type IntegrationRefusal, type NotAllSeen, refusalOf } from './integrationRefusals.ts';
import { type Done, makeRegistrar } from './registrar.ts';
import type { Target, VendorIntegrations } from './vendorIntegrations.ts';

/** Everything an operator can do about webhook subscriptions. Each ends within nine seconds; they follow one another, for two at once could register twice. */
export type Integrations = {
  /** All that the vendor has for the site's building, for what was registered, and for `also`; what it cannot be asked about is told from memory, beside its refusal. */
  readonly list: (site: SiteId, also?: Place) => Promise<Result<readonly IntegrationLine[], NotAllSeen>>;
  /** One of those that `list` tells. */
  readonly show: (site: SiteId, id: IntegrationId, also?: Place) => Promise<Result<IntegrationLine, NotAllSeen>>;
  readonly create: (site: SiteId, asked: IntegrationRequest) => Promise<Done>;
  readonly update: (site: SiteId, id: IntegrationId, bindings: readonly Binding[]) => Promise<Done>;
  readonly rotate: (site: SiteId, id: IntegrationId, overlapMs: number) => Promise<Done>;
  readonly remove: (site: SiteId, id: IntegrationId) => Promise<Result<null, IntegrationRefusal>>;
  /** What is remembered, without asking anybody. */
  readonly held: () => readonly HeldIntegration[];
  /** Compares every registration with the vendor's and sets the alarms; false when the vendor could not be asked about some. */
  readonly lookAtAll: () => Promise<boolean>;
  /** Cuts short what is under way and waits for it to write down how it ended. */
  readonly stop: () => Promise<void>;
};

export type IntegrationParts = {
  readonly vendor: VendorIntegrations;
  readonly store: IntegrationStore;
  readonly directory: Pick<Directory, 'createHook' | 'revokeHook' | 'hookByKey' | 'hooks'>;
  readonly settings: Pick<AllSiteSettings, 'of' | 'change'>;
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>;
  /** The relay's address, without a slash at its end; null where it is not known. */
  readonly address: () => string | null;
  readonly now: () => EpochMs;
  /** There are new appointments for keys to be revoked. */
  readonly appointed: () => void;
};

/** All that one wish may take, in milliseconds: a command waits ten seconds. */
const wholeMs = 9_000;

export function makeIntegrations(parts: IntegrationParts): Integrations {
  const { store, directory, settings, address } = parts;
  const hooks = () => ({
    base: address(),
    byKey: directory.hookByKey,
    isInForce: (hook: string) => directory.hooks().some(({ id, revokedAt }) => id === hook && revokedAt === null),
  });
  const look = makeLook({ ...parts, hooks });
  const registrar = makeRegistrar({ ...parts, look });
  const changes = makeIntegrationChanges({ ...parts, look });

  const stopping = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: (until: AbortSignal) => Promise<T>): Promise<T> {
    const turn = last.then(() => work(AbortSignal.any([stopping.signal, deadlineIn(wholeMs)])));
    last = turn.catch(() => {});
    return turn;
  }

  async function lookAt(site: SiteId, targets: readonly Target[], until: AbortSignal) {
    const lines: IntegrationLine[] = [];
    const refusals: Refused[] = [];
    for (const of of targets) {
      const seen = await look.at(of, until);
      lines.push(...seen.lines);
      if (seen.refusal !== null) refusals.push({ of, refusal: seen.refusal });
    }
    look.tell(site);
    return { lines, refusals };
  }

  async function seeAll(site: SiteId, also: Place | undefined, until: AbortSignal) {
    const { buildingId } = settings.of(site);
    const targets = distinct([
      ...(buildingId === null ? [] : [{ site, scope: 'building', target: buildingId, api: 'v4' } as const]),
      ...look.heldAt(site).map(targetOf),
      ...(also === undefined ? [] : [{ ...also, site, api: 'v4' } as const]),
    ]);
    const { lines, refusals } = await lookAt(site, targets, until);
    const isAsked = (of: Target) => also?.scope === of.scope && also.target === of.target;
    /** A tenant's own account is enough where nothing is known of the building. */
    const matters = ({ of, refusal }: Refused) =>
      refusal.kind !== 'no-account' || lines.length === 0 || isAsked(of) || lines.some((line) => isOf(of, line));
    return { lines, refusals: refusals.filter(matters) };
  }

  return {
    list: (site, also) =>
      inTurn(async (until) => {
        const { lines, refusals } = await seeAll(site, also, until);
        const [first] = refusals;
        return first === undefined ? ok(lines) : err({ ...refusalOf(first.of, first.refusal), lines });
      }),
    show: (site, id, also) =>
      inTurn(async (until) => {
        const { lines, refusals } = await seeAll(site, also, until);
        const line = lines.find((one) => one.id === id);
        const refused = line === undefined ? refusals[0] : refusals.find(({ of }) => isOf(of, line));
        if (refused !== undefined)
          return err({ ...refusalOf(refused.of, refused.refusal), lines: line === undefined ? [] : [line] });
        return line === undefined ? err({ ...notFound(site, id), lines: [] }) : ok(line);
      }),
    create: (site, asked) => inTurn((until) => registrar.create(site, asked, until)),
    update: (site, id, bindings) => inTurn((until) => changes.update(site, id, bindings, until)),
    rotate: (site, id, overlapMs) => inTurn((until) => changes.rotate(site, id, overlapMs, until)),
    remove: (site, id) => inTurn((until) => changes.remove(site, id, until)),
    held: store.held,
    lookAtAll: async () => {
      let saw = true;
      for (const site of new Set(store.held().map((held) => held.site))) {
        const targets = distinct(look.heldAt(site).map(targetOf));
        const { refusals } = await inTurn((until) => lookAt(site, targets, until));
        saw &&= refusals.length === 0;
      }
      return saw;
    },
    stop: async () => {
      stopping.abort();
      await last;
    },
  };
}

/** A building or a tenant at the vendor. */
type Place = Pick<Target, 'scope' | 'target'>;
type Refused = { readonly of: Target; readonly refusal: VendorRefusal };

const targetOf = ({ site, scope, target, api }: Target): Target => ({ site, scope, target, api });
const isOf = (one: Target, other: Target) =>
  one.scope === other.scope && one.target === other.target && one.api === other.api;
const distinct = (targets: readonly Target[]) =>
  targets.filter((target, place) => targets.findIndex((other) => isOf(other, target)) === place);
const notFound = (site: SiteId, id: IntegrationId): IntegrationRefusal => ({
  word: 'not-found',
  message: `ButterflyMX shows no integration ${id} for ${site}. vestibule integration list --site ${site} shows all; for another building or a tenant, add --building N or --tenant N.`,
});
