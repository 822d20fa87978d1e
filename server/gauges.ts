import { Gauge, type Registry } from 'prom-client';

/** What monitors read as it is at that moment; names and labels are part of the relay's promise to them. */
export type Gauges = {
  readonly seats: () => number;
  readonly rings: () => number;
  /** The kinds of the alarms that stand, one entry each. */
  readonly alarms: () => readonly string[];
  readonly panels: () => readonly { readonly site: string; readonly panel: string; readonly lastCallAt: number }[];
};

export function registerGauges(registry: Registry, gauges: Gauges): void {
  const registers = [registry];
  for (const [name, help, read] of [
    ['vestibule_seats', 'Seats that are connected.', gauges.seats],
    ['vestibule_rings', 'Calls that have not ended.', gauges.rings],
  ] as const) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }
  new Gauge({
    name: 'vestibule_alarms',
    help: 'Alarms that stand, by kind.',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset();
      for (const kind of gauges.alarms()) this.inc({ kind });
    },
  });
  new Gauge({
    name: 'vestibule_panel_last_call_timestamp_seconds',
    help: 'When each panel called last, as seconds since 1970.',
    labelNames: ['site', 'panel'],
    registers,
    collect() {
      this.reset();
      for (const { site, panel, lastCallAt } of gauges.panels()) this.set({ site, panel }, lastCallAt / 1_000);
    },
  });
}
