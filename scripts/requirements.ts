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
/** What is written down but not run shows nothing. */
const UNRUN = ['skip', 'fixme', 'todo'];

const required = csv(readFileSync('docs/requirements.csv', 'utf8'))
  .slice(1)
  .map(([id = '', , requirement = '']): Requirement => ({ id, requirement }));
const page = readFileSync('docs/requirements.md', 'utf8');
const hands = table(page, 'who checks').map(([id = '', who = '', how = '', why = '']): Hand => ({
  id,
  who,
  how,
  why,
}));
/** What was done instead is no check of it: such a requirement needs a test or a hand like any other. */
const otherwise = table(page, 'asked for');
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
for (const [id = '', ...cells] of otherwise) {
  if (!ids.has(id)) faults.push(`${id} is no requirement, but was done otherwise by docs/requirements.md`);
  if (cells.filter(Boolean).length < 3) faults.push(`${id}: what was done otherwise is not filled in`);
}
for (const { id, requirement } of required) {
  const by = shown.get(id) ?? [];
  const hand = hands.find((each) => each.id === id);
  if (!quiet) {
    console.log(`${id}  ${requirement}`);
    for (const test of by) console.log(`       ${test}`);
    if (hand) console.log(`       by hand, ${hand.who}: ${hand.how}`);
    for (const [of, , instead] of otherwise) if (of === id) console.log(`       done otherwise: ${instead}`);
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

/** The titles of the tests and groups of a file that are run, as they stand in the source; a group's ids hold for the tests in it. */
function titles(path: string): string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const [root = '', ...ways] = ts.isCallExpression(node) ? wordsOf(node.expression) : [];
    if (ts.isCallExpression(node) && TESTS.includes(root)) {
      const [title] = node.arguments;
      // With no title it is a condition within a test, which is met or not while it runs.
      if (title && ways.some((way) => UNRUN.includes(way)) && isWords(title)) return;
      if (title && ts.isStringLiteralLike(title)) found.push(title.text);
      else if (title && ts.isTemplateExpression(title)) found.push(title.getText(file).slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `test`, `describe` and `skip` of `test.describe.skip(…)`; `test` and `each` of `test.each(…)(…)`. */
function wordsOf(node: ts.Expression): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (ts.isPropertyAccessExpression(node)) return [...wordsOf(node.expression), node.name.text];
  return ts.isCallExpression(node) ? wordsOf(node.expression) : [];
}

function isWords(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

/** The cells of each line of the table whose second column has this head. @throws Error if there is none: then nothing was looked at. */
function table(text: string, head: string): string[][] {
  const tables = text.split(/\n\n+/).map((block) => block.trim().split('\n').map(cellsOf));
  const [, , ...lines] = tables.find(([heads]) => heads?.[1] === head) ?? [];
  if (lines.length === 0) throw new Error(`docs/requirements.md has no table with the column '${head}'`);
  return lines;
}

function cellsOf(line: string): string[] {
  const [, ...cells] = line.split('|').map((cell) => cell.trim());
  return cells.slice(0, -1);
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
