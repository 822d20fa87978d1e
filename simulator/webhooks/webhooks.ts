import type { Misbehaviour } from '../faults/misbehaviour.ts';

/** One delivery to one address. Deliveries of one `thread` to one address go in their order. */
export type Delivery = {
  readonly hook: string;
  readonly thread: string;
  readonly body: unknown;
};

/** Sends deliveries; anything but a 200 within 5 s is sent again while it is young. */
export type Webhooks = {
  readonly send: (delivery: Delivery) => void;
  /** What is not delivered yet is given up. */
  readonly forget: () => void;
};

export type WebhookParts = {
  readonly wait: (ms: number) => Promise<void>;
  readonly after: (ms: number, run: () => void) => void;
  readonly now: () => number;
  readonly say: (line: string) => void;
  readonly manner: () => Misbehaviour['webhooks'];
};

const answerDeadlineMs = 5_000;
const longestTryMs = 120_000;

export function makeWebhooks({ wait, after, now, say, manner }: WebhookParts): Webhooks {
  const queues = new Map<string, Promise<void>>();
  /** What waits to be overtaken by the next of its thread. */
  const held = new Map<string, Delivery>();
  let era = 0;

  async function deliver({ hook, body }: Delivery): Promise<void> {
    const [began, mine] = [now(), era];
    for (let pauseMs = 1_000; mine === era && now() - began < longestTryMs; pauseMs = Math.min(pauseMs * 2, 16_000)) {
      const answer = await post(hook, body);
      if (answer === 200) return;
      say(`A delivery was answered ${answer}; it is sent again in ${pauseMs / 1000} s.`);
      await wait(pauseMs);
    }
  }

  function enqueue(delivery: Delivery): void {
    const key = keyOf(delivery);
    const sent = (queues.get(key) ?? Promise.resolve()).then(() => deliver(delivery));
    queues.set(key, sent);
    void sent.then(() => {
      if (queues.get(key) === sent) queues.delete(key);
    });
  }

  function delay(delivery: Delivery, ms: number): void {
    const mine = era;
    after(ms, () => {
      if (mine === era) enqueue(delivery);
    });
  }

  function letOvertake(delivery: Delivery, atMostMs: number): void {
    const key = keyOf(delivery);
    const earlier = held.get(key);
    if (earlier !== undefined) {
      held.delete(key);
      enqueue(delivery);
      enqueue(earlier);
      return;
    }
    held.set(key, delivery);
    after(atMostMs, () => {
      if (held.get(key) !== delivery) return;
      held.delete(key);
      enqueue(delivery);
    });
  }

  return {
    send: (delivery) => {
      const { delivery: how, lateMs } = manner();
      switch (how) {
        case 'lost':
          return;
        case 'normal':
          enqueue(delivery);
          return;
        case 'doubled':
          enqueue(delivery);
          enqueue(delivery);
          return;
        case 'late':
          delay(delivery, lateMs);
          return;
        case 'out-of-order':
          letOvertake(delivery, lateMs);
      }
    },
    forget: () => {
      era++;
      held.clear();
      queues.clear();
    },
  };
}

const keyOf = ({ hook, thread }: Delivery) => `${thread} ${hook}`;

async function post(hook: string, body: unknown): Promise<number | 'nothing'> {
  try {
    const response = await fetch(hook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(answerDeadlineMs),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 'nothing';
  }
}
