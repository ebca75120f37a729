import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type Plugin } from 'vite';
import type { Mutant } from './mutants.ts';

/**
 * Builds the simulation with the product's own code in it, one defence taken out where a mutant says so, and answers the
 * file to run. The product itself carries no switch for it.
 */
export async function bundle(root: string, mutant?: Mutant): Promise<string> {
  // Inside node_modules, so that what stays outside of the bundle is found.
  const folder = join(root, 'node_modules/.cache', `simulation-${process.pid}-${mutant?.name ?? 'whole'}`);
  mkdirSync(folder, { recursive: true });
  process.setMaxListeners(50).once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const patch = mutant ? mutation(root, mutant) : undefined;
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    cacheDir: join(folder, 'cache'),
    mode: 'production',
    plugins: [...(patch ? [patch.plugin] : []), svelte({ configFile: false })],
    resolve: { alias: { $lib: join(root, 'src/lib') } },
    build: {
      ssr: join(root, 'tests/simulation/worker.ts'),
      outDir: folder,
      target: 'node24',
      emptyOutDir: false,
    },
  });
  if (patch && !patch.done()) throw new Error(`${mutant?.name}: ${mutant?.file} was not part of the bundle`);
  return join(folder, 'worker.js');
}

/** Takes a defence out of one file: the place must be there just once, or the mutant no longer says what it means. */
function mutation(root: string, { name, file, find, put }: Mutant): { plugin: Plugin; done: () => boolean } {
  let done = false;
  const path = join(root, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(find).length !== 2) throw new Error(`${name}: not just once in ${file}: ${find}`);
  return {
    done: () => done,
    plugin: {
      name: 'mutation',
      enforce: 'pre',
      load(id) {
        if (id !== path) return null;
        done = true;
        return source.replace(find, () => put);
      },
    },
  };
}
