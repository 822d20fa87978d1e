/** The rows that can be read; the others are reported and left out. A flipped byte in a row's content is no damage to SQLite, and must not keep the relay from its start. */
export function readable<T, R>(
  rows: readonly T[],
  read: (row: T) => R,
  reportUnreadable: (row: T, error: unknown) => void,
): readonly R[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      reportUnreadable(row, error);
      return [];
    }
  });
}
