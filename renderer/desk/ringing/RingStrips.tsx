import { useTranslation } from 'react-i18next';
import { Press } from '../../style/Press.tsx';
import { doubtOfCall, sideBySide } from '../doubts.ts';
import type { DeskActs } from '../model.ts';
import { outcomeOfRing } from '../outcome.ts';
import { placeOf } from '../placeOf.ts';
import type { DeskState, KnownRing } from '../state.ts';
import { hasSeveralSites, isSilenced } from '../state.ts';
import styles from './ringing.module.css';

type Props = {
  readonly rings: readonly KnownRing[];
  readonly state: DeskState;
  /** Strips are numbered on from the rows above them, so that each has a name of its own. */
  readonly firstNumber: number;
  readonly acts: DeskActs;
};

/** What rings silently here, or is being answered elsewhere: a strip each, until it is over. */
export function RingStrips({ rings, state, firstNumber, acts }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.strips}>
      {rings.map(({ view }, index) => (
        <section
          key={`${view.site.id} ${view.call.id}`}
          className={styles.strip}
          aria-label={t('ring.row', { number: firstNumber + index, panel: nameOf(view) })}
        >
          <p>
            <strong>{nameOf(view)}</strong> · {sideBySide(describe(view), doubtOfCall(view.call, t))}
          </p>
          {view.phase === 'ringing' && view.can.answer === true ? (
            <Press look="green" onPress={() => acts.answer(view.call.id)}>
              {t('ring.answer')}
            </Press>
          ) : null}
        </section>
      ))}
    </div>
  );

  function nameOf({ call, site }: KnownRing['view']): string {
    return placeOf({ name: call.panel, site }, hasSeveralSites(state));
  }
  function describe(view: KnownRing['view']): string | null {
    if (view.phase === 'unknown') return t('ring.unknownPhase');
    if (view.phase === 'ended') return outcomeOfRing(view, t);
    if (view.by !== null) return t('outcome.answering', { name: view.by.name });
    return isSilenced(view, state) ? t('ring.silenced') : null;
  }
}
