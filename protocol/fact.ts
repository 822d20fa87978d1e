/**
 * The words of a call's timeline: what happened to it, as it is written down. A line has a desk where one did it, and a detail for a person.
 * Journals of older relays may hold other words; whoever reads a timeline shows those as they are.
 */
import { z } from 'zod';
import { ReceiptStage } from './proof.ts';

/** How a press of a door stands. */
const doors = ['sent', 'accepted', 'refused', 'unknown'] as const;

/** One word of a timeline. */
export const FactWord = z.union([
  /** What a desk proved of a ring. */
  ReceiptStage,
  z.enum([
    /** Its delivery, from the key on: whose it was, that it was on disk, and why it did not ring. */
    'authenticated',
    'stored',
    'not-rung',
    /** ButterflyMX's own list has it; no webhook had told of it. */
    'listed',
    'webhook-missing',
    /** Who was rung, who was not, and how many seats it was sent to. */
    'routed',
    'left-out',
    'sent',
    /** No desk proved in time that it sounded. */
    'unheard',
    'silenced',
    /** What a webhook said, what ButterflyMX said, and what was made of it. */
    'status-told',
    'vendor-status',
    'confirmed',
    'not-known',
    'cannot-be-checked',
    'rings-on',
    'rings-again',
    'conflict',
    'joined',
    /** The visitor's picture. */
    'picture',
    'no-picture',
    'snapshot',
    /** An answer, from the claim to its end. */
    'claimed',
    'lease-ended',
    'activating',
    'granted',
    'connection-failed',
    'seat-gone',
    'seat-back',
    'desk-revoked',
    'hung-up',
    'ended-by-desk',
    'ended',
    'vendor-not-told',
    /** A door's log showed a press, or did not in time. */
    'door-confirmed',
    'door-not-confirmed',
  ]),
  /** What became of a press: of the call's own door, and of another door in the call. */
  z.templateLiteral(['door-', z.enum(doors)]),
  z.templateLiteral(['other-door-', z.enum(doors)]),
]);
export type FactWord = z.infer<typeof FactWord>;
