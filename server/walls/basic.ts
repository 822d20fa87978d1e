import { type Hashed, isSecret } from './hashed.ts';
import type { Check } from './wall.ts';

/** What the hash of a Basic wall is of: user and password as RFC 7617 joins them. */
export const basicPair = (user: string, password: string): string => `${user}:${password}`;

/** Lets in what carries this user and password by HTTP's Basic scheme. */
export const basicCheck =
  (pair: Hashed): Check =>
  ({ headers }) => {
    const [, sent] = /^Basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(headers.authorization ?? '') ?? [];
    return sent !== undefined && isSecret(Buffer.from(sent, 'base64'), pair);
  };
