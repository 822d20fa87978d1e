#!/usr/bin/env node
/** `vestibule`. */
import '../compileCache.ts';
import { programToStart } from '../bundle.ts';

await import(programToStart('vestibule', 'cli/run.ts'));
