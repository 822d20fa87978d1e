import { z } from 'zod';
import { CallId, EpochMs, SiteId } from './call.ts';

/** What must stand before a visitor's press is sure to be heard, in the order in which an operator makes it so. */
export const CheckStep = z.enum([
  'public-address',
  'administrator-account',
  'called-account',
  'registration',
  'vendor-lists',
  'panels-and-doors',
  'pictures',
  'desk',
]);
export type CheckStep = z.infer<typeof CheckStep>;

/** One line of the list: `done`, or `next`: what to do now; `doubt`: it works, but something should be known. */
export const CheckLine = z
  .object({ step: CheckStep, state: z.enum(['done', 'doubt', 'next']), text: z.string() })
  .readonly();
export type CheckLine = z.infer<typeof CheckLine>;

/** Everything between a visitor's press and a desk that sounds, as it was found `at` that time. */
export const CheckReport = z
  .object({
    site: SiteId,
    at: EpochMs,
    lines: z.array(CheckLine).readonly(),
    /** Days until the public address's certificate ends; null where there is none, or it could not be read. */
    certificateDays: z.number().nullable(),
  })
  .readonly();
export type CheckReport = z.infer<typeof CheckReport>;

/**
 * How far the press of a panel's button has come since it was asked for. `heard`: somebody answered, silenced or ended it at a desk, or said
 * at the terminal that they heard it. `no-webhook`: it came from the vendor's list of calls, so the registration is not proven.
 */
export const PressReport = z
  .object({
    phase: z.enum(['waiting', 'came', 'sounded', 'heard', 'nobody-heard', 'no-webhook', 'not-rung', 'too-late']),
    call: CallId.nullable(),
    panel: z.string().nullable(),
    /** One sentence for the operator. */
    text: z.string(),
    /** The call has ended, or none is waited for any more: only a person's word can still change the phase. */
    isOver: z.boolean(),
  })
  .readonly();
export type PressReport = z.infer<typeof PressReport>;
