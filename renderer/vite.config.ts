import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { withoutEval } from './withoutEval.ts';

const build: { readonly version: string } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'),
);

/** The desk's page and its ring card, built into out/renderer; served by the relay at /desk, below whatever path a proxy puts before it, and by the desktop program; nothing in it is inline, so that its policy can be strict. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  /** The desk's page lies in a folder of its own and is served one folder higher, at `/desk/`. */
  experimental: {
    renderBuiltUrl: (file, { hostId }) => (hostId === 'desk/index.html' ? `./${file}` : { relative: true }),
  },
  plugins: [react(), withoutEval()],
  define: { __BUILD__: JSON.stringify(build.version) },
  build: {
    outDir: join(import.meta.dirname, '../out/renderer'),
    emptyOutDir: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: [join(import.meta.dirname, 'desk/index.html'), join(import.meta.dirname, 'ring/index.html')],
    },
    chunkSizeWarningLimit: 700,
  },
  worker: { format: 'es' },
});
