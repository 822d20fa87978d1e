import { useEffect, useRef } from 'react';

const settleMs = 500;

/** Guards a press against what has just moved under the pointer: it passes only when `signature` has stood for half a second. */
export function useSettled(signature: string): (act: () => void) => () => void {
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
  };
}
