import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What the relay counts; names and labels are part of its promise to monitors. */
export type Metrics = {
  readonly registry: Registry;
  readonly delivery: (receipt: string, tookMs: number) => void;
  readonly oddDelivery: (oddity: string) => void;
  readonly ended: (reason: string) => void;
  readonly receipt: (stage: string) => void;
  readonly snapshot: (outcome: string) => void;
  /** A delivery that a wall refused, or would refuse if it did not only observe. */
  readonly wall: (hook: string, wall: string, mode: string) => void;
  readonly turnedOut: (because: string) => void;
  readonly dropped: () => void;
  /** A delivery with a key of no hook, or of a revoked one. */
  readonly wrongKey: (kind: 'unknown' | 'old') => void;
};

export function makeMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const deliveries = new Counter({
    name: 'vestibule_deliveries_total',
    help: 'Deliveries by what became of them.',
    labelNames: ['receipt'],
    registers,
  });
  const oddDeliveries = new Counter({
    name: 'vestibule_odd_deliveries_total',
    help: 'Deliveries on a good key that were not understood as they should be, by why.',
    labelNames: ['oddity'],
    registers,
  });
  const answered = new Histogram({
    name: 'vestibule_delivery_seconds',
    help: 'From the first byte of a delivery to its answer.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const ended = new Counter({
    name: 'vestibule_calls_ended_total',
    help: 'Ended calls by reason.',
    labelNames: ['reason'],
    registers,
  });
  const receipts = new Counter({
    name: 'vestibule_receipts_total',
    help: 'Stages that desks have proved.',
    labelNames: ['stage'],
    registers,
  });
  const snapshots = new Counter({
    name: 'vestibule_snapshots_total',
    help: 'Pictures by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const walls = new Counter({
    name: 'vestibule_wall_refusals_total',
    help: 'Deliveries that walls of hooks refused, or would refuse if they did not only observe.',
    labelNames: ['hook', 'wall', 'mode'],
    registers,
  });
  const turnedOut = new Counter({
    name: 'vestibule_strangers_turned_out_total',
    help: 'Connections without a good key or token that were closed: late, or for want of room.',
    labelNames: ['because'],
    registers,
  });
  const dropped = new Counter({
    name: 'vestibule_connections_dropped_total',
    help: 'Connections that were dropped because as many as may stand stood already.',
    registers,
  });
  const wrongKeys = new Counter({
    name: 'vestibule_wrong_keys_total',
    help: 'Deliveries with a key that lets nothing in: of no hook, or of a revoked one.',
    labelNames: ['kind'],
    registers,
  });
  return {
    registry,
    delivery: (receipt, tookMs) => {
      deliveries.inc({ receipt });
      answered.observe(tookMs / 1000);
    },
    oddDelivery: (oddity) => oddDeliveries.inc({ oddity }),
    ended: (reason) => ended.inc({ reason }),
    receipt: (stage) => receipts.inc({ stage }),
    snapshot: (outcome) => snapshots.inc({ outcome }),
    wall: (hook, wall, mode) => walls.inc({ hook, wall, mode }),
    turnedOut: (because) => turnedOut.inc({ because }),
    dropped: () => dropped.inc(),
    wrongKey: (kind) => wrongKeys.inc({ kind }),
  };
}
