import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import styles from './Press.module.css';

type Props = {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly look?: 'plain' | 'green' | 'red' | 'redText' | 'quiet' | 'ink';
  readonly size?: 'normal' | 'ring' | 'large' | 'tile';
  /** The key that does the same, painted on the button; `keys.ts` finds the button by it. */
  readonly shortcut?: string;
  readonly isPressed?: boolean;
  readonly autoFocus?: boolean;
  readonly label?: string;
};

/** Every button of the desk. Its name for screen readers is its words, without the key that is painted beside them. */
export function Press({
  children,
  onPress,
  look = 'plain',
  size = 'normal',
  shortcut,
  isPressed,
  autoFocus = false,
  label,
}: Props) {
  const name = label ?? (typeof children === 'string' ? children : undefined);
  return (
    <Button
      className={`${styles.press} ${styles[look]} ${styles[size]}`}
      onPress={onPress}
      autoFocus={autoFocus}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
      {...(name === undefined ? {} : { 'aria-label': name })}
      {...(shortcut === undefined
        ? {}
        : { 'data-shortcut': shortcut, 'data-painted': painted(shortcut), ref: tellKey(shortcut) })}
    >
      {children}
    </Button>
  );
}

const painted = (shortcut: string) => shortcut.replace('Shift+', '⇧').replace('Enter', '↵');

/** React Aria passes no `aria-keyshortcuts` on, so the element is told itself. */
const tellKey = (shortcut: string) => (button: HTMLButtonElement | null) =>
  button?.setAttribute('aria-keyshortcuts', shortcut);
