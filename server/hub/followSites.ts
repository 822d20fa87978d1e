import type { SiteId } from '../../protocol/call.ts';
import type { Directory } from '../desks/directory.ts';
import type { Switchboard } from '../ring/switchboard.ts';
import type { Hub } from './hub.ts';

type TellsOfSites = { readonly onChange: (listener: (site: SiteId) => void) => void };

export type FollowSitesParts = {
  readonly directory: Pick<Directory, 'onChange'>;
  readonly notes: TellsOfSites;
  readonly doors: TellsOfSites;
  readonly hub: Pick<Hub, 'showNotes' | 'showAnew' | 'cutOff'>;
  readonly board: Pick<Switchboard, 'revoke'>;
  readonly coverage: { readonly look: () => void };
};

/** From now on desks are told what changes of their sites, and a revoked desk is cut off and loses what it holds. */
export function followSites({ directory, notes, doors, hub, board, coverage }: FollowSitesParts): void {
  notes.onChange(hub.showNotes);
  directory.onChange((change) => {
    if (change.kind === 'desk-revoked' || change.kind === 'desk-moved') {
      hub.cutOff(change.desk);
      board.revoke(change.desk, change.kind === 'desk-moved' ? change.left : null);
    }
    coverage.look();
  });
  doors.onChange((site) => hub.showAnew(site));
}
