/** A hook may be for one kind of thing (`call` or `access_log`; null for all), and may stand behind walls: its own, or those of the hook whose place it took (`walls_of`, null for its own). A wall's secret is a hash, or sealed. */
export const hookWalls = `
alter table hooks add column resource text;
alter table hooks add column walls_of text;
create table hook_walls (
  hook text not null, wall text not null, mode text not null, rule text not null, secret text not null, added_at integer not null,
  tally text, primary key (hook, wall)
) strict, without rowid;
`;
