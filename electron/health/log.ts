import log from 'electron-log/node.js';
import { redact } from './redact.ts';

/** One line for each thing that happened; a word and its circumstances, never a name or a token. */
export type Report = (what: string, detail?: string) => void;

const megabyte = 1_048_576;

/** electron-log's part for Node alone: the one for Electron would open a channel of its own to every page. Writes to the program's log folder: two files of a megabyte at most. */
export function openLog(file: string): Report {
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = megabyte;
  log.transports.file.format = '{iso} {level} {text}';
  log.transports.console.level = false;
  return (what, detail = '') => log.info(redact(detail === '' ? what : `${what}: ${detail}`));
}
