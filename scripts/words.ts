// How far the languages are reviewed; with a reviewer's file, takes over what he accepted and corrected.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { misplaced, type Review } from '../src/lib/sync/words.ts';

type Texts = Record<string, string>;
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Texts;
const write = (path: string, texts: Texts) => writeFileSync(path, `${JSON.stringify(texts, null, 2)}\n`);
const topics = readdirSync('messages').filter((name) => name !== 'reviewed');

const [file] = process.argv.slice(2);
if (file) takeOver(JSON.parse(readFileSync(file, 'utf8')) as Review);
for (const locale of ['ug', 'kk-Arab']) {
  const reviewed = read(`messages/reviewed/${locale}.json`);
  const all = topics.flatMap((topic) =>
    Object.entries(read(`messages/${topic}/${locale}.json`)).filter(([key]) => !key.startsWith('$')),
  );
  const done = all.filter(([key, text]) => reviewed[key] === text).length;
  console.log(`${locale}: ${done} of ${all.length} strings reviewed by a native speaker`);
}

/** A verdict counts only for the text that the reviewer saw: what was changed since is reviewed anew. */
function takeOver({ locale, verdicts }: Review): void {
  const shelf = `messages/reviewed/${locale}.json`;
  const reviewed = read(shelf);
  let [taken, stale] = [0, 0];
  for (const topic of topics) {
    const path = `messages/${topic}/${locale}.json`;
    const texts = read(path);
    for (const [key, { text, was }] of Object.entries(verdicts)) {
      if (!Object.hasOwn(texts, key)) continue;
      if (texts[key] !== was || misplaced(text, was).length > 0 || !text.trim()) {
        stale++;
        continue;
      }
      texts[key] = reviewed[key] = text;
      taken++;
    }
    write(path, texts);
  }
  write(shelf, Object.fromEntries(Object.entries(reviewed).sort(([a], [b]) => (a < b ? -1 : 1))));
  console.log(
    `${locale}: took over ${taken}, left out ${stale} whose text has changed or that had lost a name`,
  );
}
