import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPostgres, speech } from '$lib/server/store/postgres.ts';
import type { Speech } from '$lib/server/store/statements.ts';
import { household, postgres, word } from './stores.ts';

/**
 * S12, I10: seq follows the order of commits although several servers write to one PostgreSQL at once. What holds it is
 * one row lock; the last two tests take it away, to show that the first would notice.
 */
describe('the order of changes in PostgreSQL', () => {
  const maker = postgres();
  let url = '';
  beforeAll(() => maker.start(), 60_000);
  afterAll(() => maker.stop());
  beforeEach(async () => {
    url = await maker.fresh();
  });

  test('given two servers with several writers each, slow and quick, then a reader who pages all the while misses nothing', async () => {
    expect(await readWhileTheyWrite(speech)).toEqual({ failed: 0, missed: [], written: 160 });
  });

  test('given no lock but a bare sequence, then that reader does miss changes', async () => {
    await (await openPostgres(url)).close();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('create sequence bare');
    await client.end();
    const { failed, missed } = await readWhileTheyWrite({
      ...speech,
      lock: `select epoch, nextval('bare') * 10 as seq, floor from meta`,
    });
    expect(failed).toBe(0); // nobody is told, which makes it the worst of faults
    expect(missed.length).toBeGreaterThan(0);
  });

  test('given no lock at all, then writers come to the same numbers and are turned away', async () => {
    const { failed } = await readWhileTheyWrite({ ...speech, lock: 'select epoch, seq, floor from meta' });
    expect(failed).toBeGreaterThan(0);
  });

  /** Two stores with pools of their own write 80 commits of two rows; a third reads on from where it was, all the while. */
  async function readWhileTheyWrite(say: Speech) {
    const servers = [await openPostgres(url, undefined, say), await openPostgres(url, undefined, say)];
    const reader = await openPostgres(url);
    let over = false;
    const reading = (async () => {
      const heard: string[] = [];
      let seq = 0;
      for (let last = false; ; last = over) {
        const page = await reader.read((tx) => tx.changed(seq, 1000, null));
        heard.push(...page.map(word));
        seq = page.at(-1)?.seq ?? seq;
        if (last) return new Set(heard);
      }
    })();
    const written: string[] = [];
    let failed = 0;
    const write = async (server: number, writer: number) => {
      for (let i = 0; i < 20; i++) {
        const ids = ['a', 'b'].map((part) => `${server}-${writer}-${i}-${part}`);
        try {
          await servers[server]!.write(async (tx) => {
            await tx.put([household(ids[0]!)]);
            // The first server dawdles between its number and its commit; the second overtakes it if it can.
            await sleep(server === 0 ? 8 : 0);
            await tx.put([household(ids[1]!)]);
          });
          written.push(...ids);
        } catch {
          failed++;
        }
      }
    };
    await Promise.all([write(0, 1), write(0, 2), write(1, 1), write(1, 2)]);
    over = true;
    const heard = await reading;
    await Promise.all([...servers, reader].map((store) => store.close()));
    return { failed, missed: written.filter((id) => !heard.has(id)), written: written.length };
  }
});
