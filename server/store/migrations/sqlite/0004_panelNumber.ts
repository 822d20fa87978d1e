/** A panel that the vendor renamed is known by its number; that of panels known so far is in their newest call. */
export const panelNumber = `
alter table panels add column number integer;
update panels set number = (select json_extract(ring, '$.call.panelId') from calls
  where calls.site = panels.site and calls.panel = panels.name and json_valid(ring)
    and json_extract(ring, '$.call.panelId') > 0 order by received_at desc limit 1);
`;
