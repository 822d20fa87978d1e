import { z } from 'zod';

/**
 * One word of a list that may grow. A reader takes a word that a newer relay added as `unknown`, so that one new word never costs it the whole
 * message. The relay itself never sends `unknown`.
 */
export const wordOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum([...words, 'unknown']).catch('unknown');
