import { useTranslation } from 'react-i18next';
import type { SiteDoor } from '../../../protocol/call.ts';
import type { DeskActs } from '../model.ts';
import { placeOf } from '../placeOf.ts';
import type { KnownRing } from '../state.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { useSettled } from '../useSettled.ts';
import { DoorTile } from './DoorTile.tsx';
import styles from './tiles.module.css';

type Props = {
  readonly doors: readonly SiteDoor[];
  /** Calls that ended a moment ago; their own door can still be opened. */
  readonly late: readonly KnownRing[];
  readonly hasSeveralSites: boolean;
  readonly isCentred: boolean;
  readonly presses: readonly KnownPress[];
  readonly acts: DeskActs;
};

/** Doors as tiles: those of calls that are just over, then the site's own. */
export function DoorTiles({ doors, late, hasSeveralSites, isCentred, presses, acts }: Props) {
  const { t } = useTranslation();
  const tiles = [
    ...newestOfEachPanel(late).flatMap(({ view }) =>
      view.doors.map((door) => ({
        door: { callId: view.call.id, door: door.id, name: door.name, site: view.site },
        above: hasSeveralSites ? t('door.justCalledAt', { site: view.site.name }) : t('door.justCalled'),
      })),
    ),
    ...doors.map((door) => ({
      door: { callId: null, door: door.id, name: door.name, site: door.site },
      above: hasSeveralSites ? door.site.name : null,
    })),
  ];
  const guard = useSettled(tiles.map(({ door }) => `${door.callId} ${door.door}`).join(' '));
  if (tiles.length === 0) return null;
  return (
    <div className={`${styles.tiles} ${isCentred ? styles.centred : ''}`}>
      {tiles.map(({ door, above }) => (
        <DoorTile
          key={`${door.callId} ${door.door}`}
          name={door.name}
          place={placeOf(door, hasSeveralSites)}
          above={above}
          press={presses.find((press) => press.callId === door.callId && press.door === door.door)}
          guard={guard}
          onOpen={() => acts.openDoor(door)}
        />
      ))}
    </div>
  );
}

/** Somebody who presses twice has one door. */
function newestOfEachPanel(late: readonly KnownRing[]): readonly KnownRing[] {
  const placeOf = ({ view }: KnownRing) => `${view.site.id} ${view.call.panel}`;
  return [...new Map(late.map((ring) => [placeOf(ring), ring])).values()];
}
