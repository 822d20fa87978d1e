import { useTranslation } from 'react-i18next';
import type { SiteDoor } from '../../../protocol/call.ts';
import type { DeskActs } from '../model.ts';
import { placeOf } from '../placeOf.ts';
import { doorPlace } from '../ringing/doorPlace.ts';
import type { KnownRing } from '../state.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { useSettled } from '../useSettled.ts';
import { DoorButton } from './DoorButton.tsx';
import styles from './DoorsScreen.module.css';
import { DoorTiles } from './DoorTiles.tsx';

type Props = {
  readonly rings: readonly KnownRing[];
  readonly late: readonly KnownRing[];
  readonly doors: readonly SiteDoor[];
  readonly hasSeveralSites: boolean;
  readonly presses: readonly KnownPress[];
  readonly acts: DeskActs;
};

/** Every door that can be opened now: those of the calls that go on, then those of each building, favourites first. */
export function DoorsScreen({ rings, late, doors, hasSeveralSites, presses, acts }: Props) {
  const { t } = useTranslation();
  const openable = rings.filter(({ view }) => view.phase !== 'ended' && doorPlace(view).kind === 'doors');
  const guard = useSettled(openable.map(({ view }) => view.call.id).join(' '));
  const sites = new Map(doors.map(({ site }) => [site.id, site.name]));
  return (
    <div className={styles.doors}>
      <h1>{t('door.title')}</h1>
      {openable.length + late.length + doors.length === 0 ? <p>{t('door.none')}</p> : null}
      {openable.flatMap(({ view }) =>
        view.doors.map((door) => (
          <section key={`${view.call.id} ${door.id}`}>
            <h2>{view.site.name}</h2>
            <DoorButton
              name={placeOf({ name: door.name, site: view.site }, hasSeveralSites)}
              isSure={false}
              isChecking={view.can.door !== true}
              press={presses.find((press) => press.callId === view.call.id && press.door === door.id)}
              guard={guard}
              onOpen={() => acts.openDoor({ callId: view.call.id, door: door.id, name: door.name, site: view.site })}
            />
          </section>
        )),
      )}
      <DoorTiles doors={[]} late={late} hasSeveralSites isCentred={false} presses={presses} acts={acts} />
      {[...sites].map(([id, name]) => (
        <section key={id}>
          <h2>{name}</h2>
          <DoorTiles
            doors={doors.filter(({ site }) => site.id === id)}
            late={[]}
            hasSeveralSites={hasSeveralSites}
            isCentred={false}
            presses={presses}
            acts={acts}
          />
        </section>
      ))}
    </div>
  );
}
