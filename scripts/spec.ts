import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Says which rules of the sync's SPEC no test quotes, and which quoted ones are not in it. Exits 1 if there is one. */
const spec = readFileSync('src/lib/sync/SPEC.md', 'utf8');
const rules = new Set([...spec.matchAll(/^- \*\*([ISDVE]\d+)\*\*/gm)].map(([, rule = '']) => rule));

const tests = readdirSync('tests', { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(test|spec)\.ts$/.test(name),
);
const quoted = new Map<string, string>();
for (const name of tests)
  // Rules stand in brackets at the end of a test's name: '… (S4)', '… (S4, D6)', '… (I1–I9)'.
  for (const [, list = ''] of readFileSync(join('tests', name), 'utf8').matchAll(
    /\(((?:[ISDVE][1-9]\d*(?:, |–|\)))+)/g,
  ))
    for (const [, kind = '', first, last = first] of list.matchAll(/([ISDVE])(\d+)(?:–[ISDVE](\d+))?/g))
      for (let rule = Number(first); rule <= Number(last); rule++) quoted.set(`${kind}${rule}`, name);

const missing = [...rules].filter((rule) => !quoted.has(rule));
const unknown = [...quoted].filter(([rule]) => !rules.has(rule));
for (const rule of missing) console.error(`No test quotes ${rule}.`);
for (const [rule, name] of unknown) console.error(`${name} quotes ${rule}, which is not in the SPEC.`);
if (missing.length + unknown.length > 0) process.exitCode = 1;
else console.log(`Each of the ${rules.size} rules is quoted by a test.`);
