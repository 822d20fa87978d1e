/** The first schema. Few indexes on purpose: each page that a random guid touches is written at every commit. Forward only: a later change is a later file. Times named `_at` are wall milliseconds, `mono` monotonic ones of `boot`. */
export const first = `
create table sites (id text primary key, name text not null) strict;
create table hooks (
  id text primary key, site text not null references sites (id), scope text not null, key_hash blob not null unique,
  created_at integer not null, revoked_at integer
) strict;
create table desks (
  id text primary key, name text not null, token_hash blob not null unique, created_at integer not null, revoked_at integer
) strict;
create table desk_sites (
  desk text not null references desks (id), site text not null references sites (id), place integer not null,
  primary key (desk, site)
) strict, without rowid;
create table invites (
  code_hash blob primary key, name text not null, sites text not null, expires_at integer not null, used_at integer
) strict;
create table deliveries (
  seq integer primary key, site text not null, hook text not null, dedupe text not null, kind text not null, raw blob not null,
  received_at integer not null, mono integer not null, boot text not null, seen integer not null default 1,
  unique (site, dedupe)
) strict;
create table calls (
  site text not null, call text not null, revision integer not null, phase text not null, reason text,
  panel text not null, unit text, recipient text not null, resident text, received_at integer not null, ended_at integer,
  by_desk text, by_seat text, by_name text, door_opened integer not null, snapshot text, rang_ms integer,
  handled_at integer, mono integer not null, boot text not null, ring text not null,
  primary key (site, call)
) strict;
create index calls_by_time on calls (site, received_at);
create index calls_alive on calls (phase) where phase <> 'ended';
create index calls_missed on calls (site, received_at) where phase = 'ended' and by_desk is null and handled_at is null;
create index calls_by_snapshot on calls (snapshot) where snapshot is not null;
create table aliases (
  site text not null, alias text not null, call text not null, primary key (site, alias)
) strict, without rowid;
create table facts (
  site text not null, call text not null, seq integer not null, at integer not null, what text not null, desk text, detail text,
  primary key (site, call, seq)
) strict, without rowid;
create table presses (
  press text primary key, site text not null, call text, door text not null, desk text not null, seat text not null,
  asked_at integer not null, reply text, replied_at integer
) strict;
create index presses_by_door on presses (site, door, asked_at);
`;
