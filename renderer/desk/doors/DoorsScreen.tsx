import { useTranslation } from 'react-i18next';
import { DoorButton } from '../door/DoorButton.tsx';
import type { KnownPress } from '../doorPresses.ts';
import type { DeskActs } from '../model.ts';
import type { KnownRing } from '../state.ts';
import { useSettled } from '../useSettled.ts';
import styles from './DoorsScreen.module.css';

type Props = { readonly rings: readonly KnownRing[]; readonly presses: readonly KnownPress[]; readonly acts: DeskActs };

/** The doors that can be opened now: those of the calls that go on. */
export function DoorsScreen({ rings, presses, acts }: Props) {
  const { t } = useTranslation();
  const openable = rings.filter(({ view }) => view.can.door === true);
  const guard = useSettled(openable.map(({ view }) => view.call.id).join(' '));
  return (
    <div className={styles.doors}>
      <h1>{t('door.title')}</h1>
      {openable.length === 0 ? <p>{t('door.none')}</p> : null}
      {openable.flatMap(({ view }) =>
        view.doors.map((door) => (
          <section key={`${view.call.id} ${door.id}`}>
            <h2>{view.site.name}</h2>
            <DoorButton
              name={door.name}
              isSure={false}
              press={presses.find((press) => press.callId === view.call.id && press.door === door.id)}
              guard={guard}
              onOpen={() => acts.openDoor(view.call.id, door.id)}
            />
          </section>
        )),
      )}
    </div>
  );
}
