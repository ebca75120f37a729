// What the phone's first screen costs: every script that /today loads before it shows anything, gzipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET = 90 * 1000;
/** Each file is a question of its own when a device installs; see vite.chunks.ts. */
const FILES = 280;
const client = '.svelte-kit/output/client';
const manifest = JSON.parse(readFileSync(join(client, '.vite/manifest.json'), 'utf8')) as Record<
  string,
  { file: string; imports?: string[]; css?: string[]; name?: string; src?: string }
>;

if (!existsSync(client)) throw new Error('build first: npm run build');
const nodes = readFileSync('.svelte-kit/generated/client-optimized/app.js', 'utf8');
const dictionary = /"\/\(phone\)\/today":\s*\[([^\]]*)\](?:,\s*)?/.exec(nodes)?.[0];
if (!dictionary) throw new Error('the route /today is not in the build');
const leaf = /\[~?(\d+)/.exec(dictionary)?.[1];
const layouts = [...(/\[~?\d+,\[([^\]]*)\]/.exec(dictionary)?.[1] ?? '').matchAll(/\d+/g)].map(([n]) => n);
const wanted = ['0', ...layouts, leaf].map(
  (node) => `.svelte-kit/generated/client-optimized/nodes/${node}.js`,
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
  if (entry.name === 'entry/start' || entry.name === 'entry/app' || wanted.includes(key)) visit(key);

const zipped = (file: string) => gzipSync(readFileSync(join(client, file)), { level: 9 }).length;
const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + zipped(file), 0);
const js = sum(scripts);
const kilo = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
for (const file of [...scripts].sort((a, b) => zipped(b) - zipped(a)).slice(0, 12))
  console.log(`${kilo(zipped(file)).padStart(9)}  ${file}`);
console.log(
  `first screen of the phone: ${kilo(js)} of JavaScript (${scripts.size} files, gzip), ${kilo(sum(styles))} of CSS`,
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
  ...(js > BUDGET ? [`over the budget of ${kilo(BUDGET)}`] : []),
  ...(installed > FILES ? [`more than ${FILES} files to install`] : []),
];
for (const each of over) console.error(each);
if (over.length > 0) process.exitCode = 1;
