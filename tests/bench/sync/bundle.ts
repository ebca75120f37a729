import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type InlineConfig } from 'vite';

export const contenders = ['ours', 'floor', 'rxdb', 'pouchdb'] as const;
export type Name = (typeof contenders)[number];

/** The scripts that put a `contender` on a page, and what each must load as bytes of gzip. */
export interface Pages {
  scripts: Record<Name, string>;
  sizes: Record<Name, number>;
}

/** The product's own modules, which plain node cannot load: `$lib`, runes, parameter properties. */
export async function load<M>(root: string, entry: string): Promise<M> {
  const folder = cache(root);
  await build({
    ...common(root, folder),
    build: { ssr: join(root, 'tests/bench', `${entry}.ts`), outDir: folder, target: 'node24' },
  });
  return (await import(pathToFileURL(join(folder, `${entry.split('/').at(-1)}.js`)).href)) as M;
}

export async function pages(root: string): Promise<Pages> {
  const folder = cache(root);
  const bench = (name: string) => script(root, join(root, 'tests/bench', name), folder, []);
  const dexie = zipped(readFileSync(join(root, 'node_modules/dexie/dist/dexie.min.js')));
  // Ours without Svelte, which the screens need anyhow.
  const library = join(root, 'tests/bench/sync/library.ts');
  const own = zipped(await script(root, library, folder, [/^dexie/, /^svelte/]));
  return {
    scripts: {
      ours: await bench('sync/ours.ts'),
      floor: await bench('sync/dexie.ts'),
      rxdb: await bench('rivals/rxdb.ts'),
      pouchdb: await bench('rivals/pouchdb.ts'),
    },
    sizes: {
      ours: own + dexie,
      floor: dexie,
      rxdb: zipped(await bench('rivals/rxdb.library.ts')),
      pouchdb: zipped(await bench('rivals/pouchdb.library.ts')),
    },
  };
}

const zipped = (text: string | Buffer) => gzipSync(text, { level: 9 }).length;

let caches = 0;
/** Inside node_modules, so that what stays outside of a bundle is found; gone at the end, as modules are loaded late. */
function cache(root: string): string {
  const folder = join(root, 'node_modules/.cache', `bench-${process.pid}-${++caches}`);
  mkdirSync(folder, { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
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
  // Some of the rivals ask whether this is production, as code for bundlers does.
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  plugins: [svelte({ configFile: false })],
  resolve: { alias: { $lib: join(root, 'src/lib') } },
});
