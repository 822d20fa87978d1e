import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The desk's page, built into out/renderer and served by the relay at /desk; nothing in it is inline, so that its policy can be strict. */
export default defineConfig({
  root: join(import.meta.dirname, 'desk'),
  base: '/desk/',
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, '../out/renderer'),
    emptyOutDir: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  worker: { format: 'es' },
});
