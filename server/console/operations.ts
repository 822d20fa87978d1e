import type { z } from 'zod';
import type {
  CallLine,
  DeskLine,
  DeskRequest,
  HookLine,
  HookRequest,
  InviteLine,
  InviteRequest,
  NewDesk,
  NewHook,
  NewInvite,
  Timeline,
} from '../../protocol/admin.ts';
import type { CallId, EpochMs, Site, SiteId } from '../../protocol/call.ts';
import type { Result } from '../../protocol/result.ts';
import type { Directory } from '../desks/directory.ts';
import type { Archive } from '../ring/archive.ts';
import { timelineOf } from '../ring/timeline.ts';
import type { HookWalls } from '../walls/hookWalls.ts';

/** What an operator can do, whoever asks: the HTTP API of a running relay, or a command that opened the journal itself. */
export type Operations = {
  readonly createHook: (asked: z.infer<typeof HookRequest>) => Promise<NewHook>;
  readonly listHooks: () => Promise<readonly HookLine[]>;
  readonly revokeHook: (id: string) => Promise<boolean>;
  readonly createDesk: (asked: z.infer<typeof DeskRequest>) => Promise<NewDesk>;
  readonly listDesks: () => Promise<readonly DeskLine[]>;
  readonly revokeDesk: (id: string) => Promise<boolean>;
  /** It rings at these sites alone from now on; what it holds at others is taken from it. */
  readonly moveDesk: (id: string, sites: readonly SiteId[]) => Promise<boolean>;
  readonly createInvite: (asked: z.infer<typeof InviteRequest>) => Promise<NewInvite>;
  readonly listInvites: () => Promise<readonly InviteLine[]>;
  readonly revokeInvite: (id: string) => Promise<boolean>;
  readonly nameSite: (site: Site) => Promise<void>;
  readonly listCalls: (wanted: {
    readonly site?: SiteId | undefined;
    readonly since?: EpochMs | undefined;
    readonly limit: number;
  }) => Promise<readonly CallLine[]>;
  readonly why: (call: CallId) => Promise<Timeline | null>;
  /** Copies the journal to a new file of this machine while it is in use; a sentence when that failed. */
  readonly backUp: (file: string) => Promise<Result<null, string>>;
};

export type OperationParts = {
  readonly directory: Directory;
  readonly walls: Pick<HookWalls, 'lines'>;
  readonly archive: Pick<Archive, 'calls' | 'timeline'>;
  readonly presence: {
    readonly isOnline: (desk: DeskLine['desk']) => boolean;
    readonly isAble: (desk: DeskLine['desk']) => boolean;
    readonly seatsOf: (desk: DeskLine['desk']) => DeskLine['seats'];
  };
  /** The relay's address as the vendor and the desks reach it, without a slash at its end. */
  readonly address: () => string;
  readonly backUp: Operations['backUp'];
};

export function makeOperations({ directory, walls, archive, presence, address, backUp }: OperationParts): Operations {
  return {
    createHook: async ({ site, scope, resource }) => {
      const { id, key } = await directory.createHook(site, scope, { resource });
      return { site, id, key, url: `${address()}/hooks/${key}`, resource };
    },
    listHooks: async () =>
      directory.hooks().map(({ site, id, scope, resource, wallsOf, createdAt, revokedAt }) => ({
        site,
        id,
        scope,
        resource,
        walls: walls.lines(wallsOf).map(({ wall, mode }) => ({ wall, mode })),
        createdAt,
        revokedAt,
      })),
    revokeHook: directory.revokeHook,
    createDesk: ({ sites, name }) => directory.createDesk(sites, name),
    listDesks: async () =>
      directory.desks().map(({ id, name, sites, createdAt, revokedAt }) => ({
        desk: id,
        name,
        sites: [...sites],
        createdAt,
        revokedAt,
        online: presence.isOnline(id),
        able: presence.isAble(id),
        seats: presence.seatsOf(id),
      })),
    moveDesk: directory.moveDesk,
    revokeDesk: directory.revokeDesk,
    createInvite: async ({ sites, name, minutes }) => {
      const { id, code, expiresAt } = await directory.createInvite({ sites, name, minutes });
      return { id, sites, name, code, url: `${address()}/desk#enrol=${code}`, expiresAt };
    },
    listInvites: async () => directory.invites(),
    revokeInvite: directory.revokeInvite,
    nameSite: directory.nameSite,
    listCalls: archive.calls,
    why: async (call) => {
      const history = await archive.timeline(call);
      return history === null ? null : timelineOf(history);
    },
    backUp,
  };
}
