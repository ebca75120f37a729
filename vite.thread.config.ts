import { defineConfig } from 'vite';

/** The file that a server's planning threads run, beside the server itself: a thread begins in a file of its own. */
export default defineConfig({
  configFile: false,
  publicDir: false,
  build: {
    ssr: 'src/lib/server/planning/thread.ts',
    outDir: 'build',
    emptyOutDir: false,
    rolldownOptions: { output: { entryFileNames: 'plan-thread.js' } },
  },
});
