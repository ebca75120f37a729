import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const OUT = 'build/client/_slip';

/** The server hands out what lies zipped beside a file. */
function zipped(): Plugin {
  return {
    name: 'zipped',
    closeBundle() {
      for (const name of readdirSync(OUT).filter((each) => /\.(js|css)$/.test(each))) {
        const bytes = readFileSync(join(OUT, name));
        writeFileSync(join(OUT, `${name}.gz`), gzipSync(bytes, { level: 9 }));
        writeFileSync(join(OUT, `${name}.br`), brotliCompressSync(bytes));
      }
    },
  };
}

/**
 * The page behind a slip's QR code: one script, for phones and in-app browsers that the app itself no longer knows. Built
 * after the app, whose build has compiled the messages.
 */
export default defineConfig({
  configFile: false,
  publicDir: false,
  base: '/_slip/',
  resolve: { alias: { $lib: join(import.meta.dirname, 'src/lib') } },
  plugins: [
    svelte({ configFile: false, preprocess: vitePreprocess(), compilerOptions: { runes: undefined } }),
    zipped(),
  ],
  build: {
    target: ['chrome64', 'safari12'],
    outDir: OUT,
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    rolldownOptions: {
      input: 'src/routes/slip/main.ts',
      output: {
        entryFileNames: 'page.js',
        assetFileNames: (asset) =>
          asset.names.some((name) => name.endsWith('.css')) ? 'page.css' : '[name][extname]',
        codeSplitting: false,
      },
    },
  },
});
