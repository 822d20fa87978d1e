/** Loaded before the built main (`node --import`): whoever asks for `electron` gets the double, and its windows are pages of a real Chromium. */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const double = pathToFileURL(join(import.meta.dirname, 'double.ts')).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
});

const endpoint = process.env['DOUBLE_CHROMIUM'];
if (endpoint === undefined) throw new Error('DOUBLE_CHROMIUM names no browser.');
/** A second start hands its words over and ends; it never has a window. */
if (process.env['DOUBLE_SECOND'] !== 'yes') {
  const { putOnStage } = await import('./double.ts');
  const { chromiumStage } = await import('./chromiumStage.ts');
  const { obey } = await import('./remote.ts');
  putOnStage(await chromiumStage(endpoint));
  obey();
}
