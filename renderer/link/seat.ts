const key = 'vestibule.seat';

/** This page's own name: kept over reloads, and new when a duplicated tab would bring the same one twice. */
export async function takeSeat(): Promise<string> {
  const kept = sessionStorage.getItem(key);
  const seat = kept !== null && (await lock(kept)) ? kept : await freshSeat();
  sessionStorage.setItem(key, seat);
  return seat;
}

async function freshSeat(): Promise<string> {
  const seat = crypto.randomUUID();
  await lock(seat);
  return seat;
}

/** Holds the name for as long as this page lives; false when another page has it. A page that reloads lets go a moment late. */
async function lock(seat: string): Promise<boolean> {
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await tryLock(`vestibule-seat-${seat}`)) return true;
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return false;
}

const tryLock = (name: string) =>
  new Promise<boolean>((resolve) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (held) => {
        resolve(held !== null);
        return held === null ? undefined : new Promise<void>(() => {});
      })
      .catch(() => resolve(true));
  });
