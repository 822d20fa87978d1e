import type { InviteLine } from '../../protocol/admin.ts';
import { EpochMs, type SiteId } from '../../protocol/call.ts';
import type { InviteRow } from './directory.ts';
import { canonicalCode, newCode, shownCode } from './inviteCode.ts';

export type InviteParts = {
  readonly rows: readonly InviteRow[];
  readonly save: (invite: InviteRow) => Promise<void>;
  readonly hash: (secretWord: string) => string;
  readonly now: () => EpochMs;
};
export type InviteWish = { readonly sites: readonly SiteId[]; readonly name: string; readonly minutes: number };
export type MadeInvite = { readonly id: string; readonly code: string; readonly expiresAt: EpochMs };

/** Invitations: made with a code that is shown once, listed and taken back by a name that tells nothing of it, used up by whoever comes with it. */
export function makeInvites({ rows, save, hash, now }: InviteParts) {
  const invites = new Map(rows.map((invite) => [invite.codeHash, invite]));
  const isOpen = ({ usedAt, expiresAt }: InviteRow) => usedAt === null && expiresAt >= now();
  const open = () => [...invites.values()].filter(isOpen).sort((one, other) => one.expiresAt - other.expiresAt);
  const keep = (invite: InviteRow) => void invites.set(invite.codeHash, invite);

  /** No two invitations end in the same millisecond, by which they are told apart. */
  function endAfter(minutes: number): EpochMs {
    const taken = new Set<number>([...invites.values()].map(({ expiresAt }) => expiresAt));
    let end = now() + minutes * 60_000;
    while (taken.has(end)) end += 1;
    return EpochMs.parse(end);
  }

  return {
    create: async ({ sites, name, minutes }: InviteWish): Promise<MadeInvite> => {
      for (const [old, { expiresAt }] of invites) if (expiresAt < now()) invites.delete(old);
      const code = newCode();
      const invite: InviteRow = { codeHash: hash(code), name, sites, expiresAt: endAfter(minutes), usedAt: null };
      await save(invite);
      keep(invite);
      return { id: idOf(invite), code: shownCode(code), expiresAt: invite.expiresAt };
    },
    list: (): readonly InviteLine[] =>
      open().map((invite) => ({
        id: idOf(invite),
        name: invite.name,
        sites: [...invite.sites],
        expiresAt: invite.expiresAt,
      })),
    revoke: async (id: string): Promise<boolean> => {
      const invite = open().find((one) => idOf(one) === id);
      if (invite === undefined) return false;
      const used = { ...invite, usedAt: now() };
      await save(used);
      keep(used);
      return true;
    },
    /** Whose code was typed, as it is when it is used up now; null when it is wrong, used or too old. `giveBack` undoes it. */
    take: (entered: string): { readonly used: InviteRow; readonly giveBack: () => void } | null => {
      const invite = invites.get(hash(canonicalCode(entered)));
      if (invite === undefined || !isOpen(invite)) return null;
      const used = { ...invite, usedAt: now() };
      keep(used);
      return { used, giveBack: () => keep(invite) };
    },
  };
}

const idOf = ({ expiresAt }: InviteRow) => expiresAt.toString(36);
