// What first screens cost: every script that a route loads before it shows anything, gzipped; the phone's to the byte.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const PHONE = '/(phone)/today';
const BUDGET = 91 * 1000;
/** P04, for every route of door and phone; kiosk and desk, which stand on the office's line, share one file a face. */
const ROUTE = 150 * 1000;
const OFFICE = 240 * 1000;
const LOAD = 300 * 1000;
/** Each file is a question of its own when a device installs; see vite.chunks.ts. */
const FILES = 280;
const client = '.svelte-kit/output/client';
const manifest = JSON.parse(readFileSync(join(client, '.vite/manifest.json'), 'utf8')) as Record<
  string,
  { file: string; imports?: string[]; css?: string[]; name?: string; src?: string }
>;

if (!existsSync(client)) throw new Error('build first: npm run build');
const nodes = readFileSync('.svelte-kit/generated/client-optimized/app.js', 'utf8');
// "/(phone)/today": [39,[4]] is the page's node and those of the layouts around it.
const routes = new Map(
  [...nodes.matchAll(/"(\/[^"]*)": ?\[~?(\d+)(?:,\[([^\]]*)\])?\]/g)].map(
    ([, route = '', leaf = '', around = '']) => [
      route,
      ['0', ...[...around.matchAll(/\d+/g)].map(([node]) => node), leaf],
    ],
  ),
);
if (!routes.has(PHONE)) throw new Error(`the route ${PHONE} is not in the build`);

/** What a route loads before it shows anything. */
function first(route: string): { scripts: Set<string>; styles: Set<string> } {
  const wanted = new Set(
    routes.get(route)?.map((node) => `.svelte-kit/generated/client-optimized/nodes/${node}.js`),
  );
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const visit = (key: string) => {
    const entry = manifest[key];
    if (!entry || scripts.has(entry.file)) return;
    scripts.add(entry.file);
    entry.css?.forEach((file) => styles.add(file));
    entry.imports?.forEach(visit);
  };
  for (const [key, entry] of Object.entries(manifest))
    if (entry.name === 'entry/start' || entry.name === 'entry/app' || wanted.has(key)) visit(key);
  return { scripts, styles };
}

const sizes = new Map<string, number>();
const zipped = (file: string) => {
  const size = sizes.get(file) ?? gzipSync(readFileSync(join(client, file)), { level: 9 }).length;
  sizes.set(file, size);
  return size;
};
const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + zipped(file), 0);
const { scripts, styles } = first(PHONE);
const js = sum(scripts);
const kilo = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
for (const file of [...scripts].sort((a, b) => zipped(b) - zipped(a)).slice(0, 12))
  console.log(`${kilo(zipped(file)).padStart(9)}  ${file}`);
console.log(
  `first screen of the phone: ${kilo(js)} of JavaScript (${scripts.size} files, gzip), ${kilo(sum(styles))} of CSS`,
);
// P04: a route's own JavaScript, and all that it loads with one font in Arabic script.
const fonts = readdirSync(join(client, '_app/immutable/assets')).filter((file) => file.endsWith('.woff2'));
const font = Math.max(...fonts.map((file) => statSync(join(client, '_app/immutable/assets', file)).size));
const loads = [...routes.keys()].map((route) => {
  const { scripts, styles } = first(route);
  const whole = sum(scripts) + sum(styles) + font;
  return { route, js: sum(scripts), whole, most: /^\/\((desk|kiosk)/.test(route) ? OFFICE : ROUTE };
});
const spared = (left: (load: (typeof loads)[number]) => number) =>
  loads.reduce((least, each) => (left(each) < left(least) ? each : least));
const [tightest, largest] = [spared(({ js, most }) => most - js), spared(({ whole }) => LOAD - whole)];
console.log(`nearest to its budget: ${tightest.route}, ${kilo(tightest.js)} of ${kilo(tightest.most)}`);
console.log(
  `largest first load with CSS and a font: ${largest.route}, ${kilo(largest.whole)} of ${kilo(LOAD)}`,
);
const all = readdirSync(join(client, '_app/immutable'), { recursive: true, encoding: 'utf8' });
console.log(
  `whole app: ${kilo(sum(all.filter((file) => file.endsWith('.js')).map((file) => `_app/immutable/${file}`)))} of JavaScript`,
);
const installed = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(js|css|svg|ico|woff2)$/.test(file),
).length;
console.log(`a device that installs fetches ${installed} files of ${FILES}`);
const over = [
  ...(tightest.js > tightest.most ? [`${tightest.route} is over ${kilo(tightest.most)}`] : []),
  ...(largest.whole > LOAD ? [`${largest.route} is over ${kilo(LOAD)}`] : []),
  ...(js > BUDGET ? [`over the budget of ${kilo(BUDGET)}`] : []),
  ...(installed > FILES ? [`more than ${FILES} files to install`] : []),
];
for (const each of over) console.error(each);
if (over.length > 0) process.exitCode = 1;
