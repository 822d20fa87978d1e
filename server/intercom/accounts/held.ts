import type { SiteId } from '../../../protocol/call.ts';
import type { Bearer } from '../account.ts';
import type { LinkedAccount } from '../linked.ts';
import type { Seal } from './seal.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import type { AccountRow, AccountStore } from './store.ts';

/** One account as this process holds it. Without secrets it counts as refused, and `trouble` says why in words. */
export type HeldAccount = {
  readonly row: AccountRow;
  readonly secrets: Secrets | null;
  readonly trouble: string | null;
  readonly state: LinkedAccount['state'];
};

/** Every account in memory, as it was last stored. */
export type Held = {
  readonly all: () => readonly HeldAccount[];
  readonly find: (id: string) => HeldAccount | undefined;
  /** Takes in a row as it is stored now; null when it is there no more. */
  readonly adopt: (row: AccountRow) => void;
  readonly drop: (id: string) => void;
  readonly readAgain: (id: string) => void;
  readonly onChange: (listener: (site: SiteId) => void) => void;
};

export function holdAccounts(store: Pick<AccountStore, 'load' | 'read'>, seal: Seal): Held {
  const known = new Map(store.load().map((row) => [row.id, hold(row, seal)]));
  const listeners: ((site: SiteId) => void)[] = [];
  const tell = (...rows: readonly (AccountRow | undefined)[]) => {
    const sites = new Set(rows.flatMap((row) => row?.places.map(({ site }) => site) ?? []));
    for (const site of sites) for (const listener of listeners) listener(site);
  };
  const adopt = (row: AccountRow) => {
    const before = known.get(row.id)?.row;
    known.set(row.id, hold(row, seal));
    tell(before, row);
  };
  const drop = (id: string) => {
    const before = known.get(id)?.row;
    known.delete(id);
    tell(before);
  };
  return {
    all: () => [...known.values()],
    find: (id) => known.get(id),
    adopt,
    drop,
    readAgain: (id) => {
      const row = store.read(id);
      if (row === null) drop(id);
      else adopt(row);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function hold(row: AccountRow, seal: Seal): HeldAccount {
  const opened = openSecrets(seal, row.sealed, row.id);
  if (!opened.ok) return { row, secrets: null, trouble: opened.error, state: 'refused' };
  const state = row.state === 'linked' && row.renewingAt !== null ? 'uncertain' : row.state;
  return { row, secrets: opened.value, trouble: null, state };
}

export const bearerOf = ({ id, apiUrl }: AccountRow, { accessToken }: Secrets): Bearer => ({
  account: id,
  apiUrl,
  token: accessToken,
});
