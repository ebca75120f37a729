import { Village, type TestDevice } from '../support/village.sync.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Arguments } from '$lib/domain/command.ts';
import { held } from '$lib/device/desk-quarantine.ts';
import { ledger } from '$lib/device/said.ts';

const ask: Arguments['need.post'] = {
  id: 'n1',
  number: '1-1',
  code: '0420',
  area: 'grid',
  service: 'hay',
  household: 'h1',
  goods: [],
  places: [{}],
  minutes: 120,
  from: '2026-11-23',
  until: '2026-11-30',
  urgent: false,
  channel: 'desk',
};
const home = {
  ...{ id: 'h1', area: 'grid', name: '古丽大妈', place: '水渠旁蓝门' },
  consent: { version: 1, mode: 'staff' as const },
};

let village: Village;
let desk: TestDevice;
let anna: TestDevice;
beforeEach(async () => {
  village = await Village.found();
  await village.volunteer('anna');
  desk = await village.device('administrator', 'county');
  anna = await village.device('volunteer', 'grid', 'anna');
  await desk.sync();
  await desk.say({ name: 'household.keep', args: home }, { name: 'need.post', args: ask });
});

describe('what became of everything that was said', () => {
  test('stands under "here only" until the server has heard it, in the order in which it was said', async () => {
    const before = await ledger(desk.database);
    expect(before.here).toMatchObject([
      { name: 'household.keep' },
      { name: 'need.post', number: '1-1', service: { id: 'hay' } },
    ]);
    expect(before.heard).toEqual([]);
    await desk.sync();
    const after = await ledger(desk.database);
    expect(after.here).toEqual([]);
    expect(after.heard.map(({ name }) => name)).toEqual(['need.post', 'household.keep']);
    expect(after.covered).toBe(false);
  });

  test('is only known to be safe once a backup covers it', async () => {
    await desk.sync();
    const stream = (await desk.database.recall('stream')) ?? '';
    await village.store.write(async (tx) => {
      const kept = await tx.stream(stream);
      if (kept) await tx.keepStream({ ...kept, safeOp: kept.lastOp });
    });
    await desk.sync();
    expect(await ledger(desk.database)).toMatchObject({ here: [], heard: [], more: 0, covered: true });
  });

  test('tells what was refused, which deed it was, and why', async () => {
    await desk.sync();
    await anna.sync();
    await anna.say({ name: 'need.claim', args: { id: 'n1' } });
    await desk.say({ name: 'need.cancel', args: { id: 'n1' } });
    await desk.sync();
    await anna.sync();
    expect((await ledger(anna.database)).refused).toMatchObject([
      { name: 'need.claim', number: '1-1', code: 'cancelled' },
    ]);
  });

  test('names what a shut-out device said to the coordinator, with who carried it', async () => {
    await desk.sync();
    await anna.sync();
    await anna.say({ name: 'need.claim', args: { id: 'n1' } });
    await desk.say({ name: 'device.revoke', args: { id: anna.caller.device.id } });
    await desk.sync();
    Object.assign(anna.caller, { revoked: true });
    await anna.sync();
    await desk.sync();
    expect(await held(desk.database)).toMatchObject([
      { name: 'need.claim', number: '1-1', person: '志愿者 anna', device: anna.caller.device.name },
    ]);
  });
});
