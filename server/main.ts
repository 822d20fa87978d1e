#!/usr/bin/env node
/** `npm run relay`. */
import './compileCache.ts';

await import('./relayProcess.ts');
