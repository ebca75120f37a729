// Says which test shows each requirement of docs/requirements.csv, or who checks it by hand: npm run requirements
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

interface Requirement {
  id: string;
  requirement: string;
}
interface Hand {
  id: string;
  who: string;
  how: string;
  why: string;
}
const TESTS = ['test', 'it', 'describe'];

const required = csv(readFileSync('docs/requirements.csv', 'utf8'))
  .slice(1)
  .map(([id = '', , requirement = '']): Requirement => ({ id, requirement }));
const hands = byHand(readFileSync('docs/requirements.md', 'utf8'));
const shown = new Map<string, string[]>();
for (const name of readdirSync('tests', { recursive: true, encoding: 'utf8' }).sort())
  if (/\.(test|spec)\.ts$/.test(name))
    for (const title of titles(join('tests', name)))
      for (const id of idsOf(title)) shown.set(id, [...(shown.get(id) ?? []), `${name}: ${title}`]);

/** Only what is wrong, and the count. */
const quiet = process.argv.includes('--quiet');
const faults: string[] = [];
const ids = new Set(required.map(({ id }) => id));
for (const [id, by] of shown) if (!ids.has(id)) faults.push(`${id} is no requirement, but named: ${by[0]}`);
for (const { id, who, how, why } of hands) {
  if (!ids.has(id)) faults.push(`${id} is no requirement, but stands in docs/requirements.md`);
  if (!who || !how || !why) faults.push(`${id}: the line in docs/requirements.md is not filled in`);
}
for (const { id, requirement } of required) {
  const by = shown.get(id) ?? [];
  const hand = hands.find((each) => each.id === id);
  if (!quiet) {
    console.log(`${id}  ${requirement}`);
    for (const test of by) console.log(`       ${test}`);
    if (hand) console.log(`       by hand, ${hand.who}: ${hand.how}`);
  }
  if (by.length === 0 && !hand) faults.push(`${id} has neither a test nor a line of who checks it by hand`);
}
for (const fault of faults) console.error(fault);
const open = required.filter(({ id }) => !shown.has(id) && !hands.some((each) => each.id === id));
console.log(`${required.length - open.length} of ${required.length} requirements are shown or checked.`);
if (faults.length > 0) process.exitCode = 1;

/** What stands in front of a title: 'K02, K03: …' names two. */
function idsOf(title: string): string[] {
  return /^([KPALS]\d\d(?:, [KPALS]\d\d)*): /.exec(title)?.[1]?.split(', ') ?? [];
}

/** The titles of all tests and groups of a file, as they stand in the source; a group's ids hold for the tests in it. */
function titles(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && TESTS.includes(rootOf(node.expression))) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) found.push(title.text);
      else if (title && ts.isTemplateExpression(title)) found.push(title.getText(file).slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `test` of `test(…)`, `test.each(…)(…)` and `test.describe(…)`. */
function rootOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootOf(node.expression);
  return '';
}

/** The lines of the table `| id | who | how | why |`. */
function byHand(text: string): Hand[] {
  return text.split('\n').flatMap((line) => {
    const [, id = '', who = '', how = '', why = ''] = line.split('|').map((cell) => cell.trim());
    return /^[A-Z]\d\d$/.test(id) ? [{ id, who, how, why }] : [];
  });
}

/** Rows of comma-separated values, quoted as RFC 4180 says; no line break within a field. */
function csv(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );
}
