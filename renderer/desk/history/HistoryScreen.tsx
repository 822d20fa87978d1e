import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallId } from '../../../protocol/call.ts';
import type { MissedCalls, PastCall } from '../../../protocol/pastCall.ts';
import { Press } from '../../style/Press.tsx';
import { clockTime, clockTimeSeconds } from '../clockTime.ts';
import { doubtOfPast, sideBySide } from '../doubts.ts';
import { missedCount } from '../missedCount.ts';
import type { DeskActs, DeskModel } from '../model.ts';
import { outcome } from '../outcome.ts';
import { placeOf } from '../placeOf.ts';
import { Photo } from '../ringing/Photo.tsx';
import { whom } from '../whom.ts';
import styles from './history.module.css';

type Props = {
  readonly missed: readonly MissedCalls[];
  readonly hasSeveralSites: boolean;
  /** Changes whenever a call ends, so that the list is read again. */
  readonly signature: string;
  /** A call that somebody asked to be shown, by its address. */
  readonly opened: DeskModel['opened'];
  readonly acts: DeskActs;
};

/** Missed calls that nobody has handled, and all calls of today; a call's details beside the list. */
export function HistoryScreen({ missed, hasSeveralSites, signature, opened, acts }: Props) {
  const { t } = useTranslation();
  const { calls, readAgain } = useHistory(acts, signature);
  const [chosen, setChosen] = useState<CallId | null>(null);
  useEffect(() => {
    if (opened?.what === 'call') setChosen(opened.callId);
  }, [opened]);
  const open = missed
    .flatMap((site) => site.calls)
    .sort((one, other) => Number(rangHere(one)) - Number(rangHere(other)));
  const count = missedCount(missed);
  const further = count - open.length;
  const nameOf = ({ panel, site }: PastCall) => placeOf({ name: panel, site }, hasSeveralSites);
  const detail = [...(calls ?? []), ...open].find(({ id }) => id === chosen);
  return (
    <div className={styles.history}>
      <div className={styles.lists}>
        <h1>{t('rail.history')}</h1>
        <section aria-labelledby="missed-title">
          <div className={styles.head}>
            <h2 id="missed-title">{t('history.missed', { count })}</h2>
            {open.length > 0 ? (
              <Press onPress={() => acts.markHandled(open.map(({ id }) => id))}>
                {t(further > 0 ? 'history.theseHandled' : 'history.allHandled')}
              </Press>
            ) : null}
          </div>
          {open.length === 0 ? <p className={styles.empty}>{t('history.noneMissed')}</p> : null}
          <ul>
            {open.map((call) => (
              <li key={`${call.site.id} ${call.id}`} className={styles.missed} data-rang={rangHere(call)}>
                <span>
                  {sideBySide(
                    t(rangHere(call) ? 'history.missedRow' : 'history.notRungRow', {
                      panel: nameOf(call),
                      time: clockTime(call.receivedAt),
                      seconds: Math.round(call.rangMs / 1_000),
                      sentence: whyNotRung(call, t),
                    }),
                    doubtOfPast(call, t),
                  )}
                </span>
                <Press
                  onPress={() => acts.markHandled([call.id])}
                  label={`${t('history.handled')}: ${nameOf(call)} ${clockTime(call.receivedAt)}`}
                >
                  {t('history.handled')}
                </Press>
              </li>
            ))}
          </ul>
          {further > 0 ? <p className={styles.empty}>{t('history.furtherMissed', { count: further })}</p> : null}
        </section>
        <section aria-labelledby="today-title">
          <h2 id="today-title">{t('history.today')}</h2>
          {calls === null ? (
            <p className={styles.empty}>
              {t('history.noAnswer')} <Press onPress={readAgain}>{t('history.again')}</Press>
            </p>
          ) : null}
          {calls?.length === 0 ? <p className={styles.empty}>{t('history.empty')}</p> : null}
          <ul>
            {calls?.map((call) => (
              <li key={`${call.site.id} ${call.id}`}>
                <button
                  type="button"
                  className={styles.row}
                  aria-pressed={chosen === call.id}
                  onClick={() => setChosen(call.id)}
                >
                  <span className={styles.thumb}>
                    <Photo call={call} load={acts.snapshot} isSmall />
                  </span>
                  <span className={styles.place}>
                    {nameOf(call)} <small>{whom(call, t)}</small>
                  </span>
                  <span className={styles.outcome}>{sideBySide(outcome(call, t), doubtOfPast(call, t))}</span>
                  <time dateTime={new Date(call.receivedAt).toISOString()}>{clockTime(call.receivedAt)}</time>
                </button>
              </li>
            ))}
          </ul>
        </section>
      </div>
      <aside className={styles.detail} aria-live="polite">
        {detail ? <Detail call={detail} acts={acts} /> : <p className={styles.empty}>{t('history.choose')}</p>}
      </aside>
    </div>
  );
}

function Detail({ call, acts }: { readonly call: PastCall; readonly acts: DeskActs }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.large}>
        <Photo call={call} load={acts.snapshot} />
      </div>
      <h3>{call.panel}</h3>
      <p>
        {call.site.name} · {whom(call, t)}
      </p>
      <p>{t('history.detail', { time: clockTime(call.receivedAt) })}</p>
      <p>{sideBySide(outcome(call, t), doubtOfPast(call, t))}</p>
      <p>{rangHere(call) ? t('history.rang', { seconds: Math.round(call.rangMs / 1_000) }) : whyNotRung(call, t)}</p>
      {rangHere(call) && call.webhookMissing ? <p>{t('ring.webhookMissing')}</p> : null}
      <DoorLine call={call} />
    </>
  );
}

/** What is known of the door: the vendor's log shows that it opened, does not show it, or tells nothing. */
function DoorLine({ call }: { readonly call: PastCall }) {
  const { t } = useTranslation();
  if (call.doorConfirmedAt !== null)
    return <p>{t('history.doorConfirmed', { time: clockTimeSeconds(call.doorConfirmedAt) })}</p>;
  if (call.doorNotConfirmed) return <p>{t('history.doorNotConfirmed')}</p>;
  return call.doorOpened ? <p>{t('history.doorAccepted')}</p> : null;
}

/** A call that was over when the relay learnt of it rang nowhere; those stand above all. */
const rangHere = ({ rangMs, phase }: PastCall) => phase !== 'ended' || rangMs > 0;

const whyNotRung = ({ webhookMissing }: PastCall, t: TFunction) =>
  t(webhookMissing ? 'history.notSent' : 'history.tooLate');

/** Today's calls; null when they could not be read. The last ones stay while the next are asked for. */
function useHistory(acts: DeskActs, signature: string) {
  const [calls, setCalls] = useState<readonly PastCall[] | null>([]);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature and the turn say when to read again
  useEffect(() => {
    let left = false;
    void acts.history().then((read) => {
      if (!left) setCalls(read);
    });
    return () => {
      left = true;
    };
  }, [acts, signature, turn]);
  return { calls, readAgain: () => setTurn(turn + 1) };
}
