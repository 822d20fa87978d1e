import { pathOfPage } from '../link/relayAddress.ts';

/** One page of this computer and relay sounds: whoever holds the lock. Taking it over tells the other page, which then says so. */
export type SoundingWindow = {
  /** False when another page sounds already. */
  readonly claim: () => Promise<boolean>;
  readonly takeOver: () => void;
};

/** Another relay's desk, below another path of the host, sounds beside this one. */
const name = `vestibule-sounding${pathOfPage(location)}`;

export function makeSoundingWindow(changed: (here: boolean) => void): SoundingWindow {
  let held = false;
  const hold = () => {
    held = true;
    changed(true);
    return new Promise<void>(() => {});
  };
  const lost = () => {
    held = false;
    changed(false);
  };
  return {
    claim: () =>
      new Promise((resolve) => {
        if (held) return resolve(true);
        navigator.locks
          .request(name, { ifAvailable: true }, (lock) => {
            resolve(lock !== null);
            if (lock !== null) return hold();
            changed(false);
            return undefined;
          })
          .catch(lost);
      }),
    takeOver: () => void navigator.locks.request(name, { steal: true }, hold).catch(lost),
  };
}
