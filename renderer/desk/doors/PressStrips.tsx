import { placeOf } from '../placeOf.ts';
import type { KnownPress } from '../store/doorPresses.ts';
import { PressState } from './PressState.tsx';
import styles from './tiles.module.css';

type Props = { readonly presses: readonly KnownPress[]; readonly hasSeveralSites: boolean };

/** What became of doors whose buttons are gone with their calls: a strip each, for as long as it is of interest. */
export function PressStrips({ presses, hasSeveralSites }: Props) {
  return presses.map((press) => (
    <p key={press.pressId} className={styles.strip}>
      <strong>{placeOf(press, hasSeveralSites)}</strong> · <PressState press={press} />
    </p>
  ));
}
