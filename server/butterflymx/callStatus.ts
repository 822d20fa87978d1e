import { z } from 'zod';
import type { CallStatus } from '../ring/ports.ts';
import { cleanText } from '../vendor/cleanText.ts';
import { statusOf, told, VendorId, VendorText, wordOf } from '../vendor/values.ts';

const mostUrl = 2_048;
const Url = told(z.string().max(mostUrl));
const Call = z.object({
  attributes: z.object({
    panel_id: VendorId,
    panel_name: VendorText,
    provider: VendorText,
    medium_url: Url,
    thumb_url: Url,
  }),
});
const CallStatusReply = z.object({
  data: z.object({ attributes: z.object({ status: z.string().max(100) }) }),
  included: told(z.array(told(Call))),
});

/** The answer to `GET /v3/me/calls/{guid}/status` (SDK's models). Only the status must be there; null when it is not. */
export function readCallStatus(body: unknown): CallStatus | null {
  const read = CallStatusReply.safeParse(body);
  const status = read.success ? statusOf(read.data.data.attributes.status) : '';
  if (!read.success || status === '') return null;
  const about = read.data.included?.find((one) => one !== null)?.attributes;
  return {
    status,
    panelId: about?.panel_id ?? null,
    panelName: cleanText(about?.panel_name),
    provider: wordOf(about?.provider ?? '') || null,
    pictureUrl: about?.medium_url ?? about?.thumb_url ?? null,
  };
}
