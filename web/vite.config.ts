import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where a controller runs while the page is developed with `npx vite web`. */
const controller = process.env.CONTROLLER_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['es2022', 'chrome107', 'firefox104', 'safari16'],
    // The page's security policy forbids `data:` fonts and inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: { '/api': controller, '/media': controller },
  },
});
