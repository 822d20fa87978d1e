/** What the relay knows of the vendor's side: linked accounts, what an operator decided for a site, registrations, doors, their log, and the vendor's own list of calls. Numbers are the vendor's v4 ones unless said otherwise. */
export const vendor = `
create table accounts (
  id text primary key, region text not null, api_url text not null, accounts_url text not null, client_id text not null, vendor_user text,
  sealed blob not null, expires_at integer not null, generation integer not null, renewing_at integer, state text not null,
  label text, tenants text not null, linked_at integer not null, renewed_at integer not null
) strict;
create table account_links (
  hash text primary key, sealed blob, expires_at integer not null, outcome text
) strict, without rowid;
create table account_sites (
  account text not null references accounts (id), site text not null, role text not null,
  primary key (account, site, role)
) strict, without rowid;
create table account_users (
  account text not null references accounts (id), site text not null, user_id integer not null, learnt_at integer not null,
  primary key (account, site, user_id)
) strict, without rowid;
create table site_settings (site text primary key, settings text not null) strict;
create table integrations (
  site text not null, scope text not null, target integer not null, vendor_id text not null, api text not null,
  hook text not null, next_hook text, bindings text not null, created_at integer not null, checked_at integer, state text not null,
  primary key (site, scope, target, vendor_id)
) strict, without rowid;
create table expiring_hooks (
  hook text primary key, site text not null, vendor_id text not null, revoke_at integer not null
) strict, without rowid;
create table doors (
  site text not null, door text not null, name text not null, access_point integer, device integer,
  panel_id integer, opens_all text, proven_at integer, after_opening text not null, favourite integer not null,
  primary key (site, door)
) strict, without rowid;
create table access_log (
  site text not null, entry integer not null, logged_at integer not null, access_point integer, entry_method text, release_status text,
  tenant integer, press text, call text, by_webhook_at integer, by_list_at integer,
  primary key (site, entry)
) strict, without rowid;
create index access_log_by_time on access_log (site, logged_at);
create index access_log_by_press on access_log (press) where press is not null;
alter table presses add column door_name text;
alter table presses add column building text;
alter table presses add column access_points text;
create index presses_by_time on presses (site, asked_at);
create table other_calls (
  site text not null, call text not null, received_at integer not null, panel text, unit text, resident text, why text not null,
  primary key (site, call)
) strict, without rowid;
create index other_calls_by_time on other_calls (site, received_at);
create table vendor_calls (
  site text not null, number integer not null, guid text, logged_at integer not null, device integer, panel text, status text,
  call text, webhook_at integer, noticed_at integer, primary key (site, number)
) strict, without rowid;
create index vendor_calls_by_time on vendor_calls (site, logged_at);
create table panels (
  site text not null, name text not null, last_call_at integer not null, longest_gap_ms integer, calls integer not null,
  primary key (site, name)
) strict, without rowid;
create table checks (site text primary key, checked_at integer not null, result text not null) strict;
alter table calls add column webhook_missing integer not null default 0;
`;
