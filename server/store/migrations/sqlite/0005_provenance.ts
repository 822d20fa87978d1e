/** Where a call came from and what the vendor said of it; and several calls may have one number, since anybody can count to it. */
export const provenance = `
alter table calls add column hook text;
alter table calls add column confirmation text;
alter table calls add column in_doubt integer not null default 0;
create table call_aliases (
  site text not null, alias text not null, call text not null, primary key (site, alias, call)
) strict, without rowid;
insert into call_aliases (site, alias, call) select site, case when length(alias) = 41 then lower(alias) else alias end, call from aliases;
drop table aliases;
alter table call_aliases rename to aliases;
`;
