import { useCallback, useEffect, useState } from 'react';
import type { Misbehaviour } from '../faults/misbehaviour.ts';
import {
  answers,
  apiOf,
  deliveries,
  isUsual,
  readBehaviour,
  type Switch,
  setBehaviour,
  shapes,
  startOver,
  turned,
} from './switches.ts';

const askAgainMs = 2_000;

/** What the simulated ButterflyMX does wrong on purpose. Closed, it is one line; it says when not all is as usual. */
export function Behaviour() {
  const { behaviour, turn, reset } = useBehaviour();
  if (behaviour === null) return null;
  const usual = isUsual(behaviour);
  const api = apiOf(behaviour);
  const { delivery, shape } = behaviour.webhooks;
  return (
    <details className="behaviour" data-usual={usual}>
      <summary>{usual ? 'Behaviour' : 'Behaviour: not as usual'}</summary>
      <div className="switches">
        <Choice label="Webhooks" choices={deliveries} value={delivery} turn={(to) => turn('delivery', to)} />
        <Choice label="Their shape" choices={shapes} value={shape} turn={(to) => turn('shape', to)} />
        <Choice
          label="The API"
          choices={api === 'scripted' ? { ...answers, scripted: 'As a script has set it' } : answers}
          value={api}
          turn={(to) => turn('api', to)}
        />
        <button type="button" onClick={reset}>
          End all calls and start over
        </button>
      </div>
    </details>
  );
}

function Choice({
  label,
  choices,
  value,
  turn,
}: {
  readonly label: string;
  readonly choices: Switch<string>;
  readonly value: string;
  readonly turn: (to: string) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={({ target }) => turn(target.value)}>
        {Object.entries(choices).map(([word, sentence]) => (
          <option key={word} value={word}>
            {sentence}
          </option>
        ))}
      </select>
    </label>
  );
}

function useBehaviour() {
  const [behaviour, setShown] = useState<Misbehaviour | null>(null);
  useEffect(() => {
    const ask = () => void readBehaviour().then((read) => read && setShown(read));
    ask();
    const timer = setInterval(ask, askAgainMs);
    return () => clearInterval(timer);
  }, []);
  const turn = useCallback(
    (which: 'delivery' | 'shape' | 'api', to: string) => {
      const wanted = behaviour === null ? null : turned(behaviour, which, to);
      if (wanted !== null) void setBehaviour(wanted).then((held) => held && setShown(held));
    },
    [behaviour],
  );
  const reset = useCallback(
    () =>
      void startOver()
        .then(readBehaviour)
        .then((read) => read && setShown(read)),
    [],
  );
  return { behaviour, turn, reset };
}
