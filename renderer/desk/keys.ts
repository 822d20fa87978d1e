/** The desk's keys. Each does what its button does, by pressing that button; so what is not on the screen cannot be done by a key. */

/** What a key leads to: press a button, go to one, or one of the few acts that have none. */
export type KeyAct =
  | { readonly kind: 'press'; readonly shortcut: string; readonly thenConfirm: boolean }
  | { readonly kind: 'focus'; readonly shortcut: string }
  | { readonly kind: 'newest-card' }
  | { readonly kind: 'help' }
  | { readonly kind: 'talk' };

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** The act of a key; null when it is none of ours. With Ctrl, Alt or Meta a key belongs to somebody else. */
export function keyAct({ key, shiftKey, ctrlKey, altKey, metaKey }: Pressed): KeyAct | null {
  if (ctrlKey || altKey || metaKey) return null;
  if (key === '?') return { kind: 'help' };
  if (key === 'F6') return { kind: 'newest-card' };
  if (key === ' ') return { kind: 'talk' };
  const letter = key.toUpperCase();
  if (shiftKey) return letter === 'A' ? { kind: 'press', shortcut: 'Shift+A', thenConfirm: false } : null;
  if (/^[ASM1-4]$/.test(letter)) return { kind: 'press', shortcut: letter, thenConfirm: false };
  if (key === 'Escape') return { kind: 'press', shortcut: 'S', thenConfirm: false };
  if (letter === 'O' || letter === 'E') return { kind: 'press', shortcut: letter, thenConfirm: true };
  return letter === 'H' ? { kind: 'focus', shortcut: 'H' } : null;
}

export type KeyParts = {
  readonly setMuted: (muted: boolean) => void;
  readonly isMuted: () => boolean | null;
  readonly showHelp: () => void;
};

/** Listens until it is told to stop. Keys act outside text fields only. */
export function listenForKeys({ setMuted, isMuted, showHelp }: KeyParts): () => void {
  let isTalking = false;
  const down = (event: KeyboardEvent) => {
    if (event.repeat || isTyping(event.target)) return;
    const act = keyAct(event);
    if (act === null) return;
    if (act.kind === 'help') showHelp();
    else if (act.kind === 'newest-card')
      goTo([...document.querySelectorAll<HTMLElement>('[data-call] button')].findLast(isNewest));
    else if (act.kind === 'focus') goTo(buttonOf(act.shortcut));
    else if (act.kind === 'press') press(act.shortcut, act.thenConfirm);
    else if (isMuted() === true && !isButton(event.target)) {
      isTalking = true;
      setMuted(false);
    } else return;
    if (act.kind !== 'talk' || isTalking) event.preventDefault();
  };
  const stopTalking = () => {
    if (!isTalking) return;
    isTalking = false;
    setMuted(true);
  };
  const up = (event: KeyboardEvent) => event.key === ' ' && stopTalking();
  addEventListener('keydown', down);
  addEventListener('keyup', up);
  /** The key may be let go where this page does not hear of it. */
  addEventListener('blur', stopTalking);
  return () => {
    removeEventListener('keydown', down);
    removeEventListener('keyup', up);
    removeEventListener('blur', stopTalking);
  };
}

function press(shortcut: string, thenConfirm: boolean): void {
  const button = shortcut === 'A' ? newest('A') : buttonOf(shortcut);
  button?.click();
  if (button && thenConfirm) requestAnimationFrame(() => goTo(buttonOf('Enter')));
}

const buttonOf = (shortcut: string) => document.querySelector<HTMLElement>(`[data-shortcut="${shortcut}"]`);

/** *Answer the newest*: with one card its own button, with several rows the last row's. */
const newest = (shortcut: string) =>
  buttonOf(shortcut) ??
  [...document.querySelectorAll<HTMLElement>('[data-call] [data-shortcut]')].findLast((button) =>
    /^[1-4]$/.test(button.dataset['shortcut'] ?? ''),
  );
const isNewest = (button: HTMLElement) =>
  button.closest('[data-call]') === [...document.querySelectorAll('[data-call]')].at(-1);

const goTo = (button: HTMLElement | null | undefined) => button?.focus();
const isButton = (target: EventTarget | null) => target instanceof HTMLElement && target.closest('button') !== null;
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
