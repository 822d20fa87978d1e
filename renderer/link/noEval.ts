/** Imported before everything else: the page's policy allows no code made from text, so zod is told not to try. */
import { z } from 'zod';

z.config({ jitless: true });
