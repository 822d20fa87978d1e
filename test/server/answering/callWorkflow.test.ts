import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Grant } from '../../../protocol/replies.ts';
import { grantMedia } from '../../../server/answering/callWorkflow.ts';
import { vendorCalls } from '../../../server/butterflymx/intercom.ts';
import { restClient } from '../../../server/butterflymx/rest.ts';
import type { Ring } from '../../../server/ring/state.ts';
import { aClaimedRing, anActivatedRing, north } from '../../builders/ring.ts';

const vector = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../vectors', name), 'utf8'));

/** The workflow over a vendor that answers each path with one body, and which paths it was asked for. */
async function workflow(replies: {
  readonly status: unknown;
  readonly token?: unknown;
  readonly kept?: Grant;
  readonly now?: Ring;
}) {
  const asked: string[] = [];
  const fetchLike: typeof fetch = async (address, init) => {
    const path = new URL(String(address)).pathname;
    asked.push(path);
    const reply = path.endsWith('/status') ? replies.status : path.endsWith('/token') ? replies.token : null;
    if (reply === 'hangs')
      return new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
      );
    return reply === null ? new Response(null, { status: 204 }) : Response.json(reply);
  };
  const accounts = {
    bearer: async () =>
      ({ ok: true, value: { account: 'environment', apiUrl: 'http://vendor.example', token: 'x' } }) as const,
    renewed: async () => ({ ok: false, error: 'refused' }) as const,
  };
  const granted = await grantMedia(aClaimedRing(), north, {
    vendor: vendorCalls(restClient({ accounts, now: () => 0, fetchLike })),
    kept: replies.kept ?? null,
    keep: () => {},
    ringNow: async () => replies.now ?? aClaimedRing(),
    confirmed: () => {},
    activating: async () => true,
  });
  return { granted, asked: asked.map((path) => path.replace(/^.*\//, '')) };
}

/** The recorded status with another provider in it. */
const statusWith = (provider: string | null) => ({
  data: { attributes: { status: 'initializing' } },
  included: [{ attributes: { panel_id: 40217, provider } }],
});

test('twilio: status, token, is_active, and a grant whose room is the guid', async () => {
  const { granted, asked } = await workflow({
    status: vector('api-v3-call-status.response-initializing.json'),
    token: vector('api-v3-call-token.response.json'),
  });
  expect(granted).toEqual({
    ok: true,
    value: { provider: 'twilio', room: 'call-1', token: 'header.payload.signature' },
  });
  expect(asked).toEqual(['status', 'token', 'is_active']);
});

const answered = (status: string) => ({ data: { attributes: { status } }, included: [] });

test.each(['connecting_sip', 'opened_door'])(
  'the echo %s of what we asked while the vendor was asked lets the seat in; before that it is the end',
  async (status) => {
    const token = vector('api-v3-call-token.response.json');
    const ours = await workflow({ status: answered(status), token, now: anActivatedRing() });
    expect(ours.granted).toMatchObject({ ok: true, value: { provider: 'twilio' } });
    const others = await workflow({ status: answered(status), token });
    expect(others.granted).toEqual({ ok: false, error: { kind: 'no-longer-ringing', status } });
    expect(others.asked).toEqual(['status']);
  },
);

test('internal is refused before a token is spent or the vendor is told that somebody answers', async () => {
  const { granted, asked } = await workflow({ status: vector('api-v3-call-status.response-provider-internal.json') });
  expect(granted).toEqual({ ok: false, error: 'provider-unsupported' });
  expect(asked).toEqual(['status']);
});

test('a provider that nobody has heard of ends as internal does', async () => {
  const { granted, asked } = await workflow({ status: statusWith('livekit') });
  expect(granted).toEqual({ ok: false, error: 'provider-unsupported' });
  expect(asked).toEqual(['status']);
});

test('where no provider is named, the key of the token decides', async () => {
  const twilio = await workflow({ status: statusWith(null), token: { tokens: { other: 'a', twilio: 'b' } } });
  expect(twilio.granted).toMatchObject({ ok: true, value: { provider: 'twilio', token: 'b' } });
  const other = await workflow({ status: statusWith(null), token: { tokens: { other: 'a' } } });
  expect(other.granted).toEqual({ ok: false, error: 'provider-unsupported' });
  expect(other.asked).toEqual(['status', 'token']);
});

test('a vendor that hangs at any step ends the workflow, as slow, with its one deadline', async () => {
  const { granted } = await workflow({ status: statusWith('twilio'), token: 'hangs' });
  expect(granted).toEqual({ ok: false, error: 'slow' });
});
