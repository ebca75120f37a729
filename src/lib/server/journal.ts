import { constants, existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** What must outlive a restored backup: whom we promised to forget, and which device may never come in again. */
export type Entry = { at: number; erase: string } | { at: number; revoke: string };

/** Says that the line before was torn by a crash: whoever wrote it was never told that it stood. */
const TORN = '{"torn":true}';
/** Whose journal it is concerns nobody else on the machine. */
const MODE = 0o600;

/**
 * An append-only file of JSON lines beside the database, written and flushed to the disk before the commit that it
 * belongs to. Nothing in it is ever changed or taken away, and several processes may append at once.
 */
export class Journal {
  readonly #lines: Lines;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(lines: Lines) {
    this.#lines = lines;
  }

  /** Opens a journal; its folder and file are made where they are missing. */
  static async open(path: string): Promise<Journal> {
    const folder = dirname(resolve(path));
    await mkdir(folder, { recursive: true });
    const file = await open(path, 'a', MODE);
    await file.sync().finally(() => file.close());
    await flush(folder); // a file without its name in the folder would be lost with the power
    return new Journal(new FileLines(path));
  }

  /** The entries of a journal that is only looked at, none where there is no file. @throws as `entries` does. */
  static read(path: string): Promise<Entry[]> {
    return existsSync(path) ? new Journal(new FileLines(path)).entries() : Promise.resolve([]);
  }

  /** A journal for stores that live in memory. */
  static inMemory(): Journal {
    return new Journal(new MemoryLines());
  }

  /** Adds entries, in order. When it resolves they are on the disk; when it rejects they may or may not be. */
  append(entries: readonly Entry[]): Promise<void> {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    const mine = this.#turn.then(() => (text ? this.#lines.add(text) : undefined));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** All entries, in the order of the file. @throws with file and line for one that cannot be read. */
  async entries(): Promise<Entry[]> {
    return parse(await this.#lines.text(), this.#lines.name);
  }
}

/**
 * Where the journal of the database at `url` lies: beside a SQLite file, for PostgreSQL where YARDEM_JOURNAL says.
 * Undefined for a database in memory.
 */
export function journalPath(url: string, env: { YARDEM_JOURNAL?: string | undefined }): string | undefined {
  if (/^postgres(ql)?:\/\//.test(url)) return env.YARDEM_JOURNAL || 'data/yardem.journal.jsonl';
  return url === 'memory:' || url === ':memory:' ? undefined : `${url}.journal.jsonl`;
}

interface Lines {
  readonly name: string;
  text(): Promise<string>;
  /** Adds whole lines. */
  add(text: string): Promise<void>;
}

class MemoryLines implements Lines {
  readonly name = 'The journal in memory';
  #text = '';

  text(): Promise<string> {
    return Promise.resolve(this.#text);
  }

  add(text: string): Promise<void> {
    this.#text += text;
    return Promise.resolve();
  }
}

/** The file is opened for each append, so that one that was moved away is not written to unseen. */
class FileLines implements Lines {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  text(): Promise<string> {
    return readFile(this.name, 'utf8');
  }

  async add(text: string): Promise<void> {
    const { O_APPEND, O_CREAT, O_RDWR } = constants;
    const file = await open(this.name, O_APPEND | O_CREAT | O_RDWR, MODE);
    try {
      const { size } = await file.stat();
      const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
      const torn = size > 0 && buffer[0] !== NEWLINE;
      // One write: what others append at the same time comes before or after it, never between.
      const bytes = Buffer.from(torn ? `\n${TORN}\n${text}` : text);
      const { bytesWritten } = await file.write(bytes);
      if (bytesWritten < bytes.length) throw new Error(`${this.name} took only a part: is the disk full?`);
      await file.sync();
      if (size === 0) await flush(dirname(resolve(this.name)));
    } finally {
      await file.close();
    }
  }
}

const NEWLINE = 0x0a;

function parse(text: string, name: string): Entry[] {
  const lines = text.split('\n');
  const found: Entry[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '' || line === TORN) continue;
    const entry = entryOf(line);
    if (entry) found.push(entry);
    else if (index < lines.length - 1 && lines[index + 1] !== TORN)
      throw new Error(`${name}, line ${index + 1}, cannot be read: ${line.slice(0, 80)}`);
  }
  return found;
}

function entryOf(line: string): Entry | undefined {
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof said !== 'object' || said === null || !('at' in said)) return undefined;
  const { at } = said;
  if (typeof at !== 'number' || Object.keys(said).length !== 2) return undefined;
  if ('erase' in said && typeof said.erase === 'string') return { at, erase: said.erase };
  if ('revoke' in said && typeof said.revoke === 'string') return { at, revoke: said.revoke };
  return undefined;
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
