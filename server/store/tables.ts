/** The tables that lists are read from, as both engines give their rows. */
export type CallsTable = {
  site: string;
  call: string;
  phase: string;
  reason: string | null;
  panel: string;
  unit: string | null;
  recipient: string;
  resident: string | null;
  received_at: number;
  ended_at: number | null;
  by_desk: string | null;
  by_seat: string | null;
  by_name: string | null;
  door_opened: number;
  snapshot: string | null;
  rang_ms: number | null;
  webhook_missing: number;
  handled_at: number | null;
  /** Null in rows of older relays. */
  confirmation: string | null;
  in_doubt: number;
  /** The facts with which it began; null where they have rows of their own. */
  begun: string | null;
  /** The panel's v3 number, where a delivery told it. */
  panel_id: number | null;
  /** 1 when its delivery could not be understood as it should. */
  unreadable: number;
};

export type FactsTable = {
  seq: number;
  site: string;
  call: string;
  at: number;
  what: string;
  desk: string | null;
  detail: string | null;
};

export type OtherCallsTable = {
  site: string;
  call: string;
  received_at: number;
  panel: string | null;
  unit: string | null;
  resident: string | null;
  why: string;
};

export type DeliveriesTable = {
  seq: number;
  site: string;
  hook: string;
  dedupe: string;
  kind: string;
  received_at: number;
  seen: number;
};

export type Tables = {
  calls: CallsTable;
  facts: FactsTable;
  sites: { id: string; name: string };
  deliveries: DeliveriesTable;
  aliases: { site: string; alias: string; call: string };
  other_calls: OtherCallsTable;
};
