// Makes sure that the browser tests have a Chromium: the one named, the system's, Playwright's own, or a fresh one.
import { spawnSync } from 'node:child_process';
import { chromiumPath } from '../tests/support/browser.ts';

const run = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: 'inherit', timeout: 10 * 60_000 }).status === 0;

if (!chromiumPath()) {
  console.log('No Chromium found: installing one for the tests …');
  const root = process.getuid?.() === 0;
  run('npx', 'playwright', 'install', ...(root ? ['--with-deps'] : []), 'chromium');
  if (!chromiumPath() && root && run('apt-get', 'update'))
    run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk');
}
if (!chromiumPath()) {
  console.error(
    'The browser tests need Chromium. Install it (Debian: apt-get install chromium fonts-noto-cjk)',
  );
  console.error('or name one: CHROMIUM_PATH=/path/to/chromium npm test');
  process.exit(1);
}
