import { Village, type TestDevice } from '../support/village.sync.ts';
import { ask, home } from '../support/ask.ts';
import commands from '../fixtures/commands.v1.json' with { type: 'json' };
import { beforeEach, describe, expect, test } from 'vitest';
import { enrol, invite, recognise } from '$lib/server/identity/identity.ts';
import { read } from '$lib/server/commands.ts';
import { Gate } from '$lib/server/gate.ts';
import { Pokes } from '$lib/server/poke.ts';
import { Tree } from '$lib/server/tree.ts';
import { upcast } from '$lib/server/upcast.ts';
import type { Cursor } from '$lib/sync/protocol.ts';
import { ask as question } from '$lib/device/ask.ts';

let village: Village;
let desk: TestDevice;
let anna: TestDevice;
beforeEach(async () => {
  village = await Village.found();
  await village.volunteer('anna');
  desk = await village.device('administrator', 'county');
  anna = await village.device('volunteer', 'grid', 'anna');
  await desk.sync();
  await desk.say({ name: 'household.keep', args: home }, { name: 'need.post', args: ask() });
  await desk.sync();
  await anna.sync();
});

/** What the server answers a device that has nothing to say and has heard as far as `cursor`. */
async function asked(device: TestDevice, cursor: Cursor | null, limit = 2000) {
  const request = await question(device.database, { app: '', kept: null });
  const reply = await village.receiver.receive(
    { ...request, ops: [], cursor, limit },
    device.caller,
    Date.now(),
  );
  if (!('cursor' in reply)) throw new Error('no answer');
  return reply;
}
const heard = async (device: TestDevice) => (await device.database.recall('cursor')) as Cursor;

test('what a device is told includes what it has just said (S1)', async () => {
  await anna.say({ name: 'need.claim', args: { id: 'n1' } });
  await anna.sync();
  const reply = anna.replies.at(-1);
  if (!reply || !('put' in reply)) throw new Error('no answer');
  expect(reply.put.need?.[0]?.assignments).toMatchObject([{ volunteer: 'anna', status: 'accepted' }]);
});

test('a cursor of another database, of a time it never reached, or of a copy put back is begun anew (S8)', async () => {
  const cursor = await heard(anna);
  expect((await asked(anna, cursor)).reset).toBe(false);
  for (const other of [{ epoch: 'other' }, { seq: cursor.seq + 1 }, { nonce: 'other' }])
    expect((await asked(anna, { ...cursor, ...other })).reset).toBe(true);
});

test('who may read other rows from now on is begun anew (S10)', async () => {
  const before = await heard(anna);
  await desk.say({ name: 'volunteer.keep', args: { ...(await volunteer('anna')), name: '安娜' } });
  await desk.sync();
  expect((await asked(anna, before)).reset).toBe(false);
  const caller = { ...anna.caller, gen: anna.caller.gen + 1 };
  const request = { ...(await question(anna.database, { app: '', kept: null })), cursor: before };
  expect(await village.receiver.receive(request, caller, Date.now())).toMatchObject({ reset: true });
});

const volunteer = async (id: string) => {
  const [stored] = await village.store.read((tx) => tx.rows([{ kind: 'volunteer', id }]));
  if (stored?.row.kind !== 'volunteer') throw new Error('not there');
  return stored.row.body;
};

describe('commands of older apps', () => {
  test.each(commands.map((each) => [each.name, each] as const))(
    'version 1 of %s is still understood (S14, I11)',
    (_, { name, args }) => {
      expect(read({ n: 1, name, args, v: 1, at: 0 })).toMatchObject({ name });
    },
  );

  test('each step brings a command one version on; one from the future is not guessed at (S14, I11)', () => {
    const said = { name: 'need.done', args: { need: 'n1' } };
    const steps = {
      1: (old: typeof said) => ({ ...old, args: { id: old.args.need } }),
      2: (old: { args: unknown }) => ({ name: 'need.finish', args: old.args }),
    } as Parameters<typeof upcast>[3];
    expect(upcast(said, 1, 3, steps)).toEqual({ name: 'need.finish', args: { id: 'n1' } });
    expect(upcast({ name: 'need.done', args: { id: 'n1' } }, 2, 3, steps)).toEqual({
      name: 'need.finish',
      args: { id: 'n1' },
    });
    expect(upcast(said, 4, 3, steps)).toBeUndefined();
  });
});

test('a poke carries a number and nothing else (S16)', async () => {
  const pokes = new Pokes();
  const stop = new AbortController();
  const reader = pokes.stream(stop.signal, () => Promise.resolve(true)).body?.getReader();
  await reader?.read(); // how soon to come again
  pokes.tell(417);
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('data: {"seq":417}\n\n');
  pokes.close();
});

describe('tombstones are not kept for ever', () => {
  const YEARS = 3 * 365 * 24 * 60 * 60_000;

  test('who comes from below the floor begins anew, and gets through however small his pages are (S17)', async () => {
    const old = await heard(anna);
    await desk.say({ name: 'need.edit', args: { id: 'n1', changes: { urgent: true } } });
    await desk.sync();
    await village.store.write((tx) => tx.prune(Date.now() + YEARS));
    const first = await asked(anna, old, 5);
    expect(first).toMatchObject({ reset: true, more: true });
    let page = first;
    let rows = Object.values(first.put).flat().length;
    while (page.more) {
      page = await asked(anna, page.cursor, 5);
      expect(page.reset).toBe(false);
      rows += Object.values(page.put).flat().length;
    }
    const { put } = await asked(anna, null);
    expect(rows).toBe(Object.values(put).flat().length);
    expect((await asked(anna, page.cursor)).reset).toBe(false);
  });
});

test('who reads an earlier moment of the database takes nothing away from those who read the present one (S12)', async () => {
  const tree = new Tree();
  await village.store.read(async (early) => {
    await early.meta();
    await desk.say({
      name: 'area.keep',
      args: { id: 'new', parent: 'grid', level: 'group', name: { 'zh-CN': '新' } },
    });
    await desk.sync();
    const now = await village.store.read((tx) => tree.catchUp(tx));
    expect(now.get('area', 'new')).toBeDefined();
    expect((await tree.catchUp(early)).get('area', 'new')).toBeUndefined();
    expect(now.get('area', 'new')).toBeDefined();
    expect(now.get('area', 'county')).toBeDefined();
  });
});

describe('a house that is full', () => {
  test('sends away who comes next, with a time, and lets in again when somebody has gone (E6)', () => {
    const gate = new Gate(2);
    const one = gate.enter();
    gate.enter();
    expect(() => gate.enter()).toThrow(expect.objectContaining({ status: 503 }) as Error);
    one[Symbol.dispose]();
    gate.enter();
    try {
      gate.enter();
    } catch (error) {
      expect(Number((error as { headers: Record<string, string> }).headers['retry-after'])).toBeGreaterThan(
        0,
      );
    }
  });
});

test('let in anew: the same person goes on, for another the code is not even used up (D15)', async () => {
  const admin = { ...desk.caller };
  const now = Date.now();
  const invited = (volunteer: string) =>
    invite(village.store, admin, { role: 'volunteer', area: 'grid', volunteer, name: '电话' }, now);
  await village.volunteer('bek');
  const was = { role: 'volunteer', area: 'grid', volunteer: 'anna' } as const;
  const { code } = await invited('bek');
  await expect(enrol(village.store, code, undefined, now, was)).rejects.toMatchObject({
    status: 409,
    code: 'unsent-of-another',
  });
  const { heir, secret } = await enrol(village.store, code, undefined, now);
  expect(heir).toBe(false);
  expect((await recognise(village.store, secret))?.who.person).toBe('bek');
  expect((await enrol(village.store, (await invited('anna')).code, undefined, now, was)).heir).toBe(true);
});
