import type { SimulatedCall } from './calls.ts';

/** Sends deliveries of one call in their order; anything but a 200 within 5 s is sent again while it is young. */
export type Webhooks = {
  readonly created: (call: SimulatedCall, hook: string, imageOrigin: string) => void;
  readonly statusChanged: (call: SimulatedCall, hook: string) => void;
  readonly stop: () => void;
};

export type WebhookParts = {
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  readonly say: (line: string) => void;
};

const answerDeadlineMs = 5_000;
const longestTryMs = 120_000;

export function makeWebhooks({ wait, now, say }: WebhookParts): Webhooks {
  const queues = new Map<string, Promise<void>>();
  let stopped = false;

  async function deliver(hook: string, body: unknown): Promise<void> {
    const began = now();
    for (let pauseMs = 1_000; !stopped && now() - began < longestTryMs; pauseMs = Math.min(pauseMs * 2, 16_000)) {
      const answer = await post(hook, body);
      if (answer === 200) return;
      say(`A delivery was answered ${answer}; it is sent again in ${pauseMs / 1000} s.`);
      await wait(pauseMs);
    }
  }

  function enqueue(guid: string, hook: string, body: unknown): void {
    const sent = (queues.get(guid) ?? Promise.resolve()).then(() => deliver(hook, body));
    queues.set(guid, sent);
    void sent.then(() => {
      if (queues.get(guid) === sent) queues.delete(guid);
    });
  }

  return {
    created: (call, hook, imageOrigin) => enqueue(call.guid, hook, createBody(call, imageOrigin)),
    statusChanged: (call, hook) => enqueue(call.guid, hook, { call: { guid: call.guid }, status: call.status }),
    stop: () => {
      stopped = true;
    },
  };
}

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

/** The flat body, as production sends it (live capture); for the front desk the guessed form with an attendant. */
export function createBody({ guid, panel, party, picture }: SimulatedCall, imageOrigin: string): unknown {
  const device = { id: panel.id, name: panel.name, sip_username: `panel_${panel.id}` };
  const image_url = `${imageOrigin}/cache/${picture.name}`;
  if (party.kind === 'front-desk') {
    return {
      guid,
      user: null,
      panel: device,
      unit: null,
      provider: 'simulator',
      source: device,
      recipient: { id: null, type: 'Attendant' },
      image_url,
    };
  }
  const { userId, firstName, lastName, unit } = party;
  const email = `${firstName}.${lastName}@example.com`.toLowerCase();
  const user = { id: userId, first_name: firstName, last_name: lastName, sip_username: String(userId), email };
  return { guid, user, panel: device, unit, provider: 'simulator', source: device, image_url };
}
