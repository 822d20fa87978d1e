#!/usr/bin/env node
/** `vestibule`. */
import '../compileCache.ts';

await import('./run.ts');
