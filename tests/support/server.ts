import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real server process on a real SQLite file, which tests may kill and start again. */
export class TestServer {
  #process: ChildProcess | undefined;
  #log = '';
  readonly #folder = mkdtempSync(join(tmpdir(), 'yardem-test-'));

  readonly port: number;
  readonly env: Record<string, string>;

  private constructor(port: number, env: Record<string, string>) {
    this.port = port;
    this.env = env;
  }

  /** @param env further environment; by default the demo village in a fresh file */
  static async start(env: Record<string, string> = { YARDEM_DEMO: '1' }): Promise<TestServer> {
    const server = new TestServer(await freePort(), env);
    await server.up();
    return server;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** What the process has printed so far. */
  get log(): string {
    return this.#log;
  }

  get database(): string {
    return join(this.#folder, 'village.sqlite');
  }

  /** Starts the process (again) and waits until it answers; `cwd` holds another build than this tree's own. */
  async up(env: Record<string, string> = {}, cwd = process.env.YARDEM_TREE ?? '.'): Promise<void> {
    const child = spawn(process.execPath, ['server.js'], {
      cwd,
      env: {
        ...{ ...process.env, PORT: String(this.port), DATABASE_URL: this.database },
        ...{ YARDEM_JOURNAL: join(this.#folder, 'journal.jsonl'), ...this.env, ...env },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    child.stdout.on('data', (chunk: Buffer) => (this.#log += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.#log += chunk.toString()));
    for (let tries = 0; tries < 200; tries++) {
      if (child.exitCode !== null) break;
      if ((await fetch(`${this.url}/api/health`).catch(() => undefined))?.ok) return;
      await sleep(50);
    }
    throw new Error(`the server did not start:\n${this.#log}`);
  }

  /** Pulls the plug: no handler runs. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks the process to end, as an update does. Answers whether it went by itself. */
  async stop(): Promise<boolean> {
    const orderly = await this.#end('SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
    return orderly;
  }

  async #end(signal: NodeJS.Signals): Promise<boolean> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return true;
    const gone = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(late);
    return child.signalCode === null;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}
