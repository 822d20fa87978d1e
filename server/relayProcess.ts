/** The relay's process: its settings, its signals, its last words. Everything else is joined in `relay/relay.ts`. */
import { flushCompileCache } from 'node:module';
import { systemClock } from './clock.ts';
import { readConfig } from './config.ts';
import { afterLastLine, makeLog, openOutput } from './log.ts';
import { firstLines } from './relay/firstLines.ts';
import { type Relay, startRelay } from './relay/relay.ts';

const mostStopMs = 4_500;
const keepCompiledAfterMs = 2_000;

const config = readConfig(process.env);
if (!config.ok) {
  console.error(['The settings are wrong:', ...config.error.map((mistake) => `  ${mistake}`)].join('\n'));
  process.exit(2);
}
const output = openOutput();
const log = makeLog(config.value.logLevel, output);
process.umask(0o077);

/** A second signal, or a stop that hangs, ends the process at once: the journal is safe at any moment. */
function stopOn(relay: Relay): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    systemClock.after(mostStopMs, () => process.exit(1));
    relay.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the relay did not stop cleanly');
        afterLastLine(output, systemClock, () => process.exit(1));
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** A thread that waits for a dead disk keeps a process from its ordinary end. */
const die = () => afterLastLine(output, systemClock, () => process.kill(process.pid, 'SIGKILL'));
const started = await startRelay(config.value, { clock: systemClock, log, die });
if (started.ok) {
  stopOn(started.value);
  for (const line of firstLines(config.value, started.value.address)) console.log(line);
  for (const name of config.value.unknown) log.warn({ setting: name }, 'no such setting; is it misspelt?');
  /** A relay may be killed before it could keep what Node made of the source; it is not worth a ring's time. */
  systemClock.after(keepCompiledAfterMs, flushCompileCache);
} else {
  console.error(started.error);
  process.exit(1);
}
