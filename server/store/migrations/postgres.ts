/** The whole schema as PostgreSQL has it; its own history begins here. Text is compared by its bytes, as SQLite compares it. */
const declared = `
create table sites (id text primary key, name text not null);
create table hooks (
  id text primary key, site text not null references sites (id), scope text not null, key_hash bytea not null unique,
  created_at bigint not null, revoked_at bigint,
  resource text, walls_of text);
create table desks (
  id text primary key, name text not null, token_hash bytea not null unique, created_at bigint not null, revoked_at bigint
);
create table desk_sites (
  desk text not null references desks (id), site text not null references sites (id), place bigint not null,
  primary key (desk, site)
);
create table invites (
  code_hash bytea primary key, name text not null, sites text not null, expires_at bigint not null, used_at bigint
);
create table deliveries (
  seq bigint generated always as identity primary key, site text not null, hook text not null, dedupe text not null, kind text not null, raw bytea not null,
  received_at bigint not null, mono bigint not null, boot text not null, seen bigint not null default 1,
  unique (site, dedupe)
);
create table calls (
  site text not null, call text not null, revision bigint not null, phase text not null, reason text,
  panel text not null, unit text, recipient text not null, resident text, received_at bigint not null, ended_at bigint,
  by_desk text, by_seat text, by_name text, door_opened bigint not null, snapshot text, rang_ms bigint,
  handled_at bigint, mono bigint not null, boot text not null, ring text not null, webhook_missing bigint not null default 0, hook text, confirmation text, in_doubt bigint not null default 0,
  primary key (site, call)
);
create table facts (
  site text not null, call text not null, seq bigint not null, at bigint not null, what text not null, desk text, detail text,
  primary key (site, call, seq)
);
create table presses (
  press text primary key, site text not null, call text, door text not null, desk text not null, seat text not null,
  asked_at bigint not null, reply text, replied_at bigint,
  door_name text, building text, access_points text);
create table accounts (
  id text primary key, region text not null, api_url text not null, accounts_url text not null, client_id text not null, vendor_user text,
  sealed bytea not null, expires_at bigint not null, generation bigint not null, renewing_at bigint, state text not null,
  label text, tenants text not null, linked_at bigint not null, renewed_at bigint not null
);
create table account_links (
  hash text primary key, sealed bytea, expires_at bigint not null, outcome text
);
create table account_sites (
  account text not null references accounts (id), site text not null, role text not null,
  primary key (account, site, role)
);
create table account_users (
  account text not null references accounts (id), site text not null, user_id bigint not null, learnt_at bigint not null,
  primary key (account, site, user_id)
);
create table site_settings (site text primary key, settings text not null);
create table integrations (
  site text not null, scope text not null, target bigint not null, vendor_id text not null, api text not null,
  hook text not null, next_hook text, bindings text not null, created_at bigint not null, checked_at bigint, state text not null,
  primary key (site, scope, target, vendor_id)
);
create table expiring_hooks (
  hook text primary key, site text not null, vendor_id text not null, revoke_at bigint not null
);
create table doors (
  site text not null, door text not null, name text not null, access_point bigint, device bigint,
  panel_id bigint, opens_all text, proven_at bigint, after_opening text not null, favourite bigint not null,
  primary key (site, door)
);
create table access_log (
  site text not null, entry bigint not null, logged_at bigint not null, access_point bigint, entry_method text, release_status text,
  tenant bigint, press text, call text, by_webhook_at bigint, by_list_at bigint,
  primary key (site, entry)
);
create table other_calls (
  site text not null, call text not null, received_at bigint not null, panel text, unit text, resident text, why text not null,
  primary key (site, call)
);
create table vendor_calls (
  site text not null, number bigint not null, guid text, logged_at bigint not null, device bigint, panel text, status text,
  call text, webhook_at bigint, noticed_at bigint, primary key (site, number)
);
create table panels (
  site text not null, name text not null, last_call_at bigint not null, longest_gap_ms bigint, calls bigint not null, number bigint,
  primary key (site, name)
);
create table checks (site text primary key, checked_at bigint not null, result text not null);
create table aliases (
  site text not null, alias text not null, call text not null, primary key (site, alias, call)
);
create table hook_walls (
  hook text not null, wall text not null, mode text not null, rule text not null, secret text not null, added_at bigint not null,
  tally text, primary key (hook, wall)
);
create index calls_by_time on calls (site, received_at);
create index calls_alive on calls (phase) where phase <> 'ended';
create index calls_missed on calls (site, received_at) where phase = 'ended' and by_desk is null and handled_at is null;
create index calls_by_snapshot on calls (snapshot) where snapshot is not null;
create index presses_by_door on presses (site, door, asked_at);
create index access_log_by_time on access_log (site, logged_at);
create index access_log_by_press on access_log (press) where press is not null;
create index presses_by_time on presses (site, asked_at);
create index other_calls_by_time on other_calls (site, received_at);
create index vendor_calls_by_time on vendor_calls (site, logged_at);
create index access_log_by_call on access_log (site, call) where call is not null;
create sequence facts_seq;
create table store_health (probed bigint not null);
insert into store_health (probed) values (0);
`;

export const postgresBaseline = declared.replaceAll(/\btext\b/g, 'text collate "C"');
