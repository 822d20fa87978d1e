#!/usr/bin/env node
/** `npm run relay`. */
import './compileCache.ts';
import { programToStart } from './bundle.ts';

await import(programToStart('relayProcess', 'relayProcess.ts'));
