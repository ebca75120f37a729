// Starts the demo: an invented village in a scratch SQLite file, and one door for each kind of screen.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

if (!existsSync('build/index.js') || process.argv.includes('--build')) {
  console.log('Building the app once (about 20 seconds) …');
  const built = spawnSync('npm', ['run', '--silent', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

const folder = mkdtempSync(join(tmpdir(), 'yardem-demo-'));
const port = await freePort(Number(process.env.PORT ?? 4170));
// Each door is an origin of its own: no single one may be fixed.
const { ORIGIN: _origin, ...environment } = process.env;
const server = spawn(process.execPath, ['server.js'], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...environment,
    PORT: String(port),
    YARDEM_DEMO: '1',
    DATABASE_URL: join(folder, 'village.sqlite'),
  },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.kill(signal));
server.once('exit', (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 0);
});

for (let tries = 0; ; tries++) {
  if (await fetch(`http://localhost:${port}/api/health`).catch(() => undefined)) break;
  if (tries > 150) throw new Error('the demo server did not start');
  await sleep(200);
}
const door = (face: string) => `http://${face}.localhost:${port}/api/demo/${face}`;
console.log(`
Yardem demo village. All people, numbers and places in it are invented.

  Kiosk   ${door('kiosk')}
  Phone   ${door('phone')}
  Desk    ${door('desk')}

All three doors:  http://localhost:${port}/
The village lives in ${folder} and is gone when you stop this (Ctrl+C).
`);

/** The first port from `first` on that nobody listens on. */
async function freePort(first: number): Promise<number> {
  for (let port = first; port < first + 50; port++) {
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error(`no free port between ${first} and ${first + 49}`);
}
