import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const needed = [
  ...['src', 'static', 'messages', 'project.inlang', 'scripts', 'tests'],
  ...['package.json', 'tsconfig.json', 'svelte.config.js', 'vite.config.ts', 'vite.chunks.ts', 'server.js'],
];

/** The next version of the app as a release would make it: this tree, built anew in a folder of its own. */
export class NextBuild {
  readonly folder = mkdtempSync(join(tmpdir(), 'yardem-build-'));
  readonly done: Promise<void>;

  constructor(version: string) {
    for (const each of needed) cpSync(each, join(this.folder, each), { recursive: true });
    symlinkSync(resolve('node_modules'), join(this.folder, 'node_modules'));
    this.done = this.#build(version);
    this.done.catch(() => undefined); // told to whoever waits for it
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #build(version: string): Promise<void> {
    const child = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
      cwd: this.folder,
      env: { ...process.env, APP_VERSION: version },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`the build of version ${version} failed:\n${log}`);
  }
}
