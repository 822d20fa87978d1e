import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { defineConfig, type InlineConfig } from 'vite';

const out = join(import.meta.dirname, '../out');

/** Only what the program itself brings is left outside; every other module goes into the bundle, so that the package holds bundles alone. */
const external = ['electron', /^electron\//, /^node:/, ...builtinModules];

const bundle = (name: string, folder: string, isMinified: boolean): InlineConfig => ({
  configFile: false,
  root: import.meta.dirname,
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node24',
    outDir: join(out, folder),
    emptyOutDir: true,
    sourcemap: false,
    minify: isMinified,
    rollupOptions: {
      input: join(import.meta.dirname, `${name}.ts`),
      external,
      output: { format: 'cjs', entryFileNames: `${name}.cjs`, chunkFileNames: '[name].cjs' },
    },
  },
});

/** The preload runs in Chromium's sandbox, where there is `electron` and nothing else of Node. */
export const preload = bundle('preload', 'preload', true);
export default defineConfig(bundle('main', 'main', false));
