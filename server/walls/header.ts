import { type Hashed, isSecret } from './hashed.ts';
import { type Check, sentIn } from './wall.ts';

/** Lets in what carries the secret in this header, whole. */
export const headerCheck =
  (header: string, secret: Hashed): Check =>
  ({ headers }) => {
    const sent = sentIn(headers, header);
    return sent !== null && isSecret(sent, secret);
  };
