import { z } from 'zod';
import { err, ok, type Result } from '../../protocol/result.ts';
import type { CallStatus, VendorFailure } from '../ring/ports.ts';

const Text = z.string().nullish().catch(null);
const Call = z.object({
  attributes: z.object({
    panel_id: z.int().nullish().catch(null),
    panel_name: Text,
    provider: Text,
    medium_url: Text,
    thumb_url: Text,
  }),
});
const CallStatusReply = z.object({
  data: z.object({ attributes: z.object({ status: z.string() }) }),
  included: z.array(Call).catch([]).default([]),
});

/** The answer to `GET /v3/me/calls/{guid}/status` (SDK's models). Only the status must be there. */
export function readCallStatus(body: unknown): Result<CallStatus, VendorFailure> {
  const read = CallStatusReply.safeParse(body);
  if (!read.success) return err('unreadable');
  const about = read.data.included[0]?.attributes;
  return ok({
    status: read.data.data.attributes.status,
    panelId: about?.panel_id ?? null,
    panelName: about?.panel_name ?? null,
    provider: about?.provider ?? null,
    pictureUrl: about?.medium_url ?? about?.thumb_url ?? null,
  });
}
