import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The door panel's page, built into out/simulator and served by the simulator. */
export default defineConfig({
  root: join(import.meta.dirname, 'panel'),
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, '../out/simulator'),
    emptyOutDir: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
