/** A hook may be for one kind of thing: `call` or `access_log`; null for all. */
export const hookWalls = 'alter table hooks add column resource text';
