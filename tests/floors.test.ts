import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * Imports only go down. This reads every import of every file in src and refuses an arrow that points up or
 * sideways, and any cycle. A new arrow is an architecture decision: it is written in ARCHITECTURE.md first.
 */

type Floor = keyof typeof below;

/** Where each floor's arrows may point, itself aside. */
const below = {
  domain: [],
  kernel: [],
  matching: ['kernel', 'domain'],
  sync: ['domain'],
  words: [],
  device: ['matching', 'sync', 'domain', 'words'],
  server: ['matching', 'sync', 'domain'],
  ui: ['domain', 'words'],
  // What runs in the browser, and what SvelteKit runs on the server only: device and server never meet.
  routes: ['device', 'ui', 'matching', 'sync', 'domain', 'words'],
  'server routes': ['routes', 'server', 'ui', 'matching', 'sync', 'domain', 'words'],
  worker: [],
} as const satisfies Record<string, readonly string[]>;

const floors: [where: RegExp, floor: Floor][] = [
  [/^src\/lib\/domain\//, 'domain'],
  [/^src\/lib\/matching\/kernel\//, 'kernel'],
  [/^src\/lib\/matching\//, 'matching'],
  [/^src\/lib\/sync\//, 'sync'],
  [/^src\/lib\/device\//, 'device'],
  [/^src\/lib\/server\//, 'server'],
  [/^src\/lib\/ui\//, 'ui'],
  [/^src\/lib\/paraglide\//, 'words'],
  [/^src\/routes\/.*(\+server|\.server)\.[tj]s$/, 'server routes'],
  [/^src\/routes\//, 'routes'],
  [/^src\/(hooks\.server\.ts|app\.d\.ts)$/, 'server routes'],
  [/^src\/hooks(\.client)?\.ts$/, 'routes'],
  [/^src\/sw\.ts$/, 'worker'],
];

const floorOf = (path: string): Floor | undefined => floors.find(([where]) => where.test(path))?.[1];

/** What is wrong with these files (path to source), a sentence each; empty where the house stands. */
export function faults(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const arrows = new Map<string, string[]>();
  for (const [path, source] of files) {
    const floor = floorOf(path);
    if (floor === 'words') continue; // generated
    if (!floor) found.push(`${path} stands on no floor`);
    const targets = importsOf(path, source).flatMap((said) => resolve(said, path, files) ?? []);
    arrows.set(
      path,
      targets.filter((target) => files.has(target)),
    );
    for (const target of floor ? targets : []) {
      const to = floorOf(target);
      if (!to) found.push(`${path} imports ${target}, which stands on no floor`);
      else if (to !== floor && !(below[floor!] as readonly string[]).includes(to))
        found.push(`${path} imports ${target}: ${floor} may not know ${to}`);
    }
  }
  return [...found, ...cycles(arrows)];
}

/** Everything that is imported, by `from`, for its effect, as a type, dynamically, or by a glob. */
function importsOf(path: string, source: string): string[] {
  const scripts = path.endsWith('.svelte')
    ? [...source.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script)
    : [source];
  const said = scripts.flatMap((script) =>
    ts.preProcessFile(script, true, true).importedFiles.map((each) => each.fileName),
  );
  const globs = [...source.matchAll(/import\.meta\.glob\w*(?:<[^(]*>)?\(\s*(\[[^\]]*\]|['"`][^'"`]+['"`])/g)];
  for (const [, list = ''] of globs)
    for (const [, each = ''] of list.matchAll(/['"`]([^'"`]+)/g)) said.push(each);
  if (path.endsWith('.svelte'))
    for (const [, each = ''] of source.matchAll(/\bimport\(\s*['"`]([^'"`]+)/g)) said.push(each); // in the markup
  return [...new Set(said)];
}

/** The file in src that is meant, or nothing for packages, SvelteKit's own modules and what lies outside src. */
function resolve(said: string, from: string, files: ReadonlyMap<string, string>): string | undefined {
  const bare = said.replace(/\?.*$/, '');
  const path = bare.startsWith('$lib/')
    ? join('src/lib', bare.slice('$lib/'.length))
    : bare.startsWith('.')
      ? normalize(join(dirname(from), bare))
      : bare.startsWith('/src/')
        ? bare.slice(1)
        : undefined;
  if (!path?.startsWith('src/') || /^\$types(\.[jd.ts]+)?$/.test(basename(path))) return undefined;
  const written = [path, path.replace(/\.js$/, '.ts'), `${path}.ts`, `${path}.js`, `${path}/index.ts`];
  return written.find((each) => files.has(each)) ?? path;
}

/** One sentence for each knot of files that import each other: its shortest way round. */
function cycles(arrows: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const told = new Set<string>();
  for (const start of [...arrows.keys()].sort()) {
    if (told.has(start)) continue;
    const way = wayBack(start, arrows);
    if (!way) continue;
    for (const each of way) told.add(each);
    found.push(`a cycle: ${[...way, start].join(' → ')}`);
  }
  return found;
}

function wayBack(start: string, arrows: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const ways = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way; way = ways.shift()) {
    for (const next of arrows.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return way;
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

function sources(): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync('src', { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath.replaceAll('\\', '/'), entry.name);
    if (entry.isFile() && /\.(ts|js|svelte)$/.test(path)) files.set(path, readFileSync(path, 'utf8'));
  }
  return files;
}

describe('the house', () => {
  const files = sources();

  test('is there to be read', () => {
    expect([...files.keys()]).toContain('src/lib/domain/need/decide.ts');
  });

  test('stands: imports only go down, and nothing goes round in a circle', () => {
    expect(faults(files)).toEqual([]);
  });
});

describe('the test of the house', () => {
  const domain = 'src/lib/domain/need/need.ts';
  const fault = (path: string, source: string, more: Record<string, string> = {}) =>
    faults(new Map([[path, source], ...Object.entries(more)]));
  const arrow = (path: string, to: string) => fault(path, `import { x } from '${to}';`);

  test.each([
    ['src/lib/domain/a.ts', './need/need.ts'],
    ['src/lib/domain/a.ts', 'valibot'],
    ['src/lib/matching/index.ts', '$lib/domain/need/need.ts'],
    ['src/lib/matching/index.ts', './kernel/grid.ts'],
    ['src/lib/sync/protocol.ts', '../domain/row.ts'],
    ['src/lib/device/outbox.ts', '$lib/sync/protocol.ts'],
    ['src/lib/device/words.ts', '$lib/paraglide/messages.js'],
    ['src/lib/server/receive.ts', '$lib/sync/protocol.ts'],
    ['src/lib/server/receive.ts', './store/port.ts'],
    ['src/lib/ui/need/Card.svelte.ts', '$lib/domain/need/need.ts'],
    ['src/lib/ui/words.ts', '$lib/paraglide/messages.js'],
    ['src/routes/+page.ts', '$lib/device/outbox.ts'],
    ['src/routes/+page.ts', './$types'],
    ['src/routes/+page.server.ts', './$types.js'],
    ['src/routes/api/sync/+server.ts', '$lib/server/receive.ts'],
    ['src/routes/slip/+page.server.ts', '$lib/server/receive.ts'],
    ['src/hooks.server.ts', '$lib/server/app.ts'],
    ['src/hooks.server.ts', '$lib/paraglide/server'],
    ['src/lib/ui/base/Icon.ts', '../../../../package.json'],
    ['src/sw.ts', 'workbox-precaching'],
  ])('lets %s import %s', (path, to) => {
    expect(arrow(path, to)).toEqual([]);
  });

  test.each([
    ['src/lib/domain/a.ts', '$lib/sync/protocol.ts'],
    ['src/lib/domain/a.ts', '../matching/index.ts'],
    ['src/lib/domain/a.ts', '$lib/paraglide/messages.js'],
    ['src/lib/matching/kernel/grid.ts', '$lib/domain/area/area.ts'],
    ['src/lib/matching/kernel/grid.ts', '../fit.ts'],
    ['src/lib/matching/index.ts', '$lib/sync/protocol.ts'],
    ['src/lib/sync/protocol.ts', '$lib/matching/index.ts'],
    ['src/lib/sync/protocol.ts', '$lib/device/outbox.ts'],
    ['src/lib/device/outbox.ts', '$lib/server/receive.ts'],
    ['src/lib/device/outbox.ts', '$lib/matching/kernel/grid.ts'],
    ['src/lib/device/outbox.ts', '$lib/ui/base/Icon.svelte'],
    ['src/lib/server/receive.ts', '$lib/device/outbox.ts'],
    ['src/lib/server/receive.ts', '$lib/ui/words.ts'],
    ['src/lib/server/receive.ts', '$lib/paraglide/messages.js'],
    ['src/lib/server/receive.ts', '../../routes/+page.svelte'],
    ['src/lib/ui/Card.ts', '$lib/device/outbox.ts'],
    ['src/lib/ui/Card.ts', '$lib/sync/protocol.ts'],
    ['src/lib/ui/Card.ts', '$lib/matching/index.ts'],
    ['src/routes/+page.ts', '$lib/server/receive.ts'],
    ['src/routes/+page.ts', './+page.server.ts'],
    ['src/routes/api/sync/+server.ts', '$lib/device/outbox.ts'],
    ['src/hooks.server.ts', '$lib/device/outbox.ts'],
    ['src/sw.ts', '$lib/domain/need/need.ts'],
    ['src/lib/utils.ts', 'valibot'],
    ['src/routes/+page.ts', '$lib/utils.ts'],
  ])('refuses that %s imports %s', (path, to) => {
    expect(arrow(path, to)).toHaveLength(1);
  });

  test.each([
    ['a value', `import { x } from '$lib/server/a.ts';`],
    ['a type', `import type { X } from '$lib/server/a.ts';`],
    ['a type in place', `let x: import('$lib/server/a.ts').X;`],
    ['on several lines', `import {\n  x,\n} from\n  '$lib/server/a.ts';`],
    ['for its effect', `import '$lib/server/a.ts';`],
    ['passed on', `export * from '../server/a.ts';`],
    ['a type passed on', `export type { X } from '../server/a';`],
    ['when needed', `const x = await import('$lib/server/a.ts');`],
    ['as text', `import x from '$lib/server/a.ts?raw';`],
    ['by a glob', `const all = import.meta.glob('$lib/server/*.ts');`],
    ['by a list of globs', `const all = import.meta.glob<X>(['./b.ts', '../server/*.ts'], { eager: true });`],
  ])('reads an import of %s', (_, source) => {
    expect(fault('src/lib/device/a.ts', source)).toHaveLength(1);
  });

  test('reads svelte files: both scripts and the markup', () => {
    const bad = `import x from '$lib/device/a.ts';`;
    expect(fault('src/lib/ui/A.svelte', `<script lang="ts">${bad}</script><p>x</p>`)).toHaveLength(1);
    const module = `<script module lang="ts">${bad}</script>\n<script lang="ts">let y = 1;</script>`;
    expect(fault('src/lib/ui/A.svelte', module)).toHaveLength(1);
    expect(fault('src/lib/ui/A.svelte', `{#await import('$lib/device/a.ts')}x{/await}`)).toHaveLength(1);
    expect(
      fault('src/routes/+page.svelte', `<script>import x from '$lib/server/a.ts';</script>`),
    ).toHaveLength(1);
  });

  test('does not take a comment or a text for an import', () => {
    expect(
      fault(domain, `// import x from '$lib/server/a.ts';\nconst y = "from '$lib/server/a.ts'";`),
    ).toEqual([]);
  });

  test('refuses a cycle, of types too, and tells the way round', () => {
    const a = 'src/lib/domain/a.ts';
    const b = 'src/lib/domain/b.ts';
    const c = 'src/lib/domain/c.ts';
    const round = fault(a, `import './b.ts';`, {
      [b]: `import type { C } from './c';`,
      [c]: `import './a.js';`,
    });
    expect(round).toEqual([`a cycle: ${a} → ${b} → ${c} → ${a}`]);
    expect(fault(a, `import './a.ts';`)).toEqual([`a cycle: ${a} → ${a}`]);
    expect(fault(a, `import './b.ts';`, { [b]: `import './c.ts';`, [c]: '' })).toEqual([]);
  });

  test('refuses a file that stands on no floor', () => {
    expect(fault('src/lib/helpers/date.ts', '')).toEqual(['src/lib/helpers/date.ts stands on no floor']);
  });

  test('leaves what is generated alone', () => {
    expect(fault('src/lib/paraglide/runtime.js', `import './messages.js';`)).toEqual([]);
  });
});
