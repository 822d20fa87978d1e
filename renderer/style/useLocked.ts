import { useEffect } from 'react';

/** While the screen is locked, faces are blurred: the lock screen of some systems shows what lies behind it. */
export function useLocked(locked: boolean): void {
  useEffect(() => {
    if (locked) document.documentElement.dataset.locked = 'yes';
    else delete document.documentElement.dataset.locked;
  }, [locked]);
}
