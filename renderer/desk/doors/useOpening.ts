import { useEffect, useRef, useState } from 'react';

const holdMs = 800;
const armedMs = 5_000;

/** Two ways to be sure of a door: hold its button, or press it and then *Open now* within five seconds. */
export function useOpening(guard: (act: () => void) => () => void, onOpen: () => void) {
  const [isArmed, setArmed] = useState(false);
  const held = useRef<ReturnType<typeof setTimeout> | null>(null);
  /** Letting go after a hold is a press too; it must not ask again. */
  const hasOpened = useRef(false);
  useEffect(() => {
    if (!isArmed) return;
    const timer = setTimeout(() => setArmed(false), armedMs);
    return () => clearTimeout(timer);
  }, [isArmed]);

  const open = () => {
    setArmed(false);
    onOpen();
  };
  return {
    isArmed,
    open: guard(open),
    arm: guard(() => {
      if (!hasOpened.current) setArmed(true);
      hasOpened.current = false;
    }),
    hold: guard(() => {
      hasOpened.current = false;
      held.current = setTimeout(() => {
        hasOpened.current = true;
        open();
      }, holdMs);
    }),
    letGo: () => {
      if (held.current !== null) clearTimeout(held.current);
      held.current = null;
    },
  };
}
