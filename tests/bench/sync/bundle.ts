import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type InlineConfig } from 'vite';

/** The product's own modules, which plain node cannot load: `$lib`, runes, parameter properties. */
export interface Bundles {
  village: typeof import('./village.ts');
  /** A script that puts `bench` on a page. */
  page: string;
  /** Bytes of gzip: our own share of a phone's JavaScript, and Dexie. */
  size: { ours: number; dexie: number };
}

export async function bundle(root: string): Promise<Bundles> {
  // Inside node_modules, so that what stays outside of the bundle is found.
  const folder = join(root, 'node_modules/.cache', `bench-sync-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  // Not before the end: the store's modules are loaded when it is opened.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const entry = (name: string) => join(root, 'tests/bench/sync', name);
  await build({
    ...common(root, join(folder, 'village')),
    build: { ssr: entry('village.ts'), outDir: join(folder, 'village'), target: 'node24' },
  });
  const page = await script(root, entry('page.ts'), join(folder, 'page'), []);
  const library = await script(root, entry('library.ts'), join(folder, 'library'), [/^dexie/, /^svelte/]);
  const dexie = readFileSync(join(root, 'node_modules/dexie/dist/dexie.min.js'));
  return {
    village: (await import(pathToFileURL(join(folder, 'village/village.js')).href)) as Bundles['village'],
    page,
    size: { ours: gzipSync(library, { level: 9 }).length, dexie: gzipSync(dexie, { level: 9 }).length },
  };
}

async function script(root: string, entry: string, outDir: string, external: RegExp[]): Promise<string> {
  await build({
    ...common(root, outDir),
    build: {
      outDir,
      minify: true,
      reportCompressedSize: false,
      lib: { entry, formats: ['iife'], name: 'library', fileName: () => 'script.js' },
      rolldownOptions: { external, output: { globals: (id) => id.replace(/\W/g, '_') } },
    },
  });
  return readFileSync(join(outDir, 'script.js'), 'utf8');
}

const common = (root: string, cacheDir: string): InlineConfig => ({
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  cacheDir,
  mode: 'production',
  plugins: [svelte({ configFile: false })],
  resolve: { alias: { $lib: join(root, 'src/lib') } },
});
