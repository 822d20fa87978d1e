import type { SiteId } from '../../../protocol/call.ts';
import type { LinkedAccount } from '../../ring/linked.ts';
import type { Seal } from '../../seal.ts';
import type { Bearer } from '../account.ts';
import { type LastWord, watchAnswers } from './rejectedAccounts.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import type { AccountRow, AccountStore } from './store.ts';

/** One account as this process holds it. Without secrets it counts as refused, and `trouble` says why in words. */
export type HeldAccount = {
  readonly row: AccountRow;
  readonly secrets: Secrets | null;
  readonly trouble: string | null;
  readonly state: LinkedAccount['state'];
  /** The API refused its newest token too. */
  readonly isTurnedAway: boolean;
  /** Its last renewal failed, in no way that ends it; it is tried again. */
  readonly isNotRenewed: boolean;
};

/** Every account in memory, as it was last stored. */
export type Held = {
  readonly all: () => readonly HeldAccount[];
  readonly find: (id: string) => HeldAccount | undefined;
  /** Takes in a row as it is stored now; null when it is there no more. */
  readonly adopt: (row: AccountRow, renewal?: { readonly isNotRenewed: boolean }) => void;
  readonly drop: (id: string) => void;
  /** Takes in the row as the store has it now. */
  readonly readAgain: (id: string) => Promise<void>;
  readonly onChange: (listener: (site: SiteId) => void) => void;
  /** What the API answered an account; it may turn the account away, or take it in again. */
  readonly heed: (word: LastWord) => void;
  /** The API has refused it of late. */
  readonly isDoubted: (id: string) => boolean;
};

export async function holdAccounts(store: Pick<AccountStore, 'load' | 'read'>, seal: Seal): Promise<Held> {
  const turnedAway = watchAnswers((id) => {
    const account = known.get(id);
    if (account !== undefined) adopt(account.row);
  });
  const notRenewed = new Set<string>();
  const hold = (row: AccountRow) =>
    openRow(row, seal, { isTurnedAway: turnedAway.has(row.id), isNotRenewed: notRenewed.has(row.id) });
  const known = new Map((await store.load()).map((row) => [row.id, hold(row)]));
  const listeners: ((site: SiteId) => void)[] = [];
  const tell = (...rows: readonly (AccountRow | undefined)[]) => {
    const sites = new Set(rows.flatMap((row) => row?.places.map(({ site }) => site) ?? []));
    for (const site of sites) for (const listener of listeners) listener(site);
  };
  const adopt: Held['adopt'] = (row, renewal) => {
    const before = known.get(row.id)?.row;
    if (renewal?.isNotRenewed === true) notRenewed.add(row.id);
    else if (renewal !== undefined || before?.generation !== row.generation) notRenewed.delete(row.id);
    if (before?.state === 'refused' && row.state === 'linked') turnedAway.forget(row.id);
    known.set(row.id, hold(row));
    tell(before, row);
  };
  const drop = (id: string) => {
    const before = known.get(id)?.row;
    known.delete(id);
    notRenewed.delete(id);
    turnedAway.forget(id);
    tell(before);
  };
  return {
    all: () => [...known.values()],
    find: (id) => known.get(id),
    adopt,
    drop,
    readAgain: async (id) => {
      const row = await store.read(id);
      if (row === null) drop(id);
      else adopt(row);
    },
    onChange: (listener) => void listeners.push(listener),
    heed: turnedAway.heed,
    isDoubted: turnedAway.isDoubted,
  };
}

function openRow(row: AccountRow, seal: Seal, seen: Pick<HeldAccount, 'isTurnedAway' | 'isNotRenewed'>): HeldAccount {
  const opened = openSecrets(seal, row.sealed, row.id);
  if (!opened.ok) return { row, secrets: null, trouble: opened.error, state: 'refused', ...seen };
  return { row, secrets: opened.value, trouble: null, state: stateOf(row, seen.isTurnedAway), ...seen };
}

function stateOf({ state, renewingAt }: AccountRow, isTurnedAway: boolean): HeldAccount['state'] {
  if (state === 'refused') return 'refused';
  if (renewingAt !== null) return 'uncertain';
  return isTurnedAway ? 'turned-away' : 'linked';
}

export const bearerOf = ({ id, apiUrl }: AccountRow, { accessToken }: Secrets): Bearer => ({
  account: id,
  apiUrl,
  token: accessToken,
});
