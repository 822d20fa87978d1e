import { createContext, useContext, useEffect, useRef } from 'react';

const settleMs = 500;

/** What stands above the whole page and moves it when it comes or goes, in one word; empty where nothing does. */
export const StandsAbove = createContext('');

/** Guards a press against what has just moved under the pointer: it passes only when `within`, and what stands above the page, have stood for half a second. */
export function useSettled(within: string): (act: () => void) => () => void {
  const signature = `${useContext(StandsAbove)} ${within}`;
  const changedAt = useRef(performance.now());
  const earlier = useRef(signature);
  if (earlier.current !== signature) {
    earlier.current = signature;
    changedAt.current = performance.now();
  }
  useEffect(() => {
    changedAt.current = performance.now();
  }, []);
  return (act) => () => {
    if (performance.now() - changedAt.current >= settleMs) act();
    else tellHeldBack();
  };
}

/** On the page's root stands how many presses did nothing because of this, for whoever would press again. */
function tellHeldBack(): void {
  const { dataset } = document.documentElement;
  dataset.pressesHeldBack = String(Number(dataset.pressesHeldBack ?? 0) + 1);
}
