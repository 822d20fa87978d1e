import type { FastifyInstance } from 'fastify';
import { EnrolRequest } from '../../protocol/seat.ts';
import type { Directory } from '../desks/directory.ts';
import { countFailures, waitInWords } from '../http/failures.ts';
import { readJson } from './readJson.ts';

/** Wrong codes that one address may try before it is told to wait; a code has 50 random bits, lives minutes and works once. */
const guesses = { most: 10, windowMs: 600_000 } as const;

export type EnrolParts = {
  readonly redeem: Directory['redeem'];
  /** Monotonic milliseconds. */
  readonly now: () => number;
};

/**
 * `POST /enrol`: a one-time code becomes a desk. Wrong, used and expired codes are answered alike; a right one is looked at first and goes
 * through whoever guessed before it from the same address, which may be a proxy's.
 */
export async function enrolRoute(app: FastifyInstance, { redeem, now }: EnrolParts): Promise<void> {
  const failures = countFailures({ ...guesses, now });
  app.post('/enrol', { bodyLimit: 2_048 }, async (request, reply) => {
    const asked = EnrolRequest.safeParse(readJson(request.body));
    const enrolled = asked.success ? await redeem(asked.data.code) : null;
    if (enrolled !== null) return reply.header('cache-control', 'no-store').send(enrolled);
    const waitMs = failures.failed(request.ip);
    if (waitMs === 0) return reply.code(404).send(wrongCode);
    return reply
      .code(429)
      .header('retry-after', Math.ceil(waitMs / 1_000))
      .send(tooMany(waitMs));
  });
}

const wrongCode = {
  error: 'wrong-code',
  message: 'This code is wrong, used or too old. Ask the operator for a new one.',
} as const;

const tooMany = (waitMs: number) => ({
  error: 'too-many',
  message: `This code is wrong, used or too old, as were many before it from this address. A right code works all the same; a wrong one is answered so for ${waitInWords(waitMs)} more.`,
});
