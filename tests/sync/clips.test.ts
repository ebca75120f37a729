import { Village, type TestDevice } from '../support/village.sync.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { BUDGET, LONGEST, MOST_SOUND, slot } from '$lib/domain/clip/clip.ts';
import type { Session } from '$lib/device/session.svelte.ts';
import { Voices } from '$lib/device/voices.svelte.ts';
import { MOST_HEARD } from '$lib/sync/protocol.ts';

let village: Village;
let desk: TestDevice;
let kiosk: TestDevice;
beforeEach(async () => {
  village = await Village.found();
  desk = await village.device('administrator', 'county');
  kiosk = await village.device('kiosk', 'village');
  await desk.sync();
  await kiosk.sync();
});

const clip = (prompt: string, letters: number) => ({
  name: 'clip.keep' as const,
  args: {
    ...{ id: slot('village', prompt, 'ug'), area: 'village', prompt, locale: 'ug' as const },
    ...{ type: 'audio/webm' as const, data: 'A'.repeat(letters), length: LONGEST },
  },
});
const sound = (letters: number) => ({ type: 'audio/webm' as const, data: 'A'.repeat(letters), length: 900 });

test('300 clips reach a kiosk in pages of 1 MiB of sound, each clip once, none lost (S12)', async () => {
  for (let count = 0; count < 300; count++) await desk.say(clip(`p${count}`, 20_000));
  await desk.sync();
  kiosk.replies.length = 0;
  await kiosk.sync();
  const pages = kiosk.replies.flatMap((reply) => ('put' in reply ? [reply.put.clip ?? []] : []));
  for (const page of pages) {
    const letters = page.reduce((sum, each) => sum + each.data.length, 0);
    expect(letters).toBeLessThan(MOST_HEARD + MOST_SOUND);
  }
  expect(pages.length).toBeGreaterThanOrEqual(6);
  expect(pages.flat().map(({ id }) => id)).toHaveLength(300);
  expect(await kiosk.database.clip.count()).toBe(300);
}, 60_000);

test('the longest clip goes up in one push, however many wait, and none gets stuck (E1)', async () => {
  for (let count = 0; count < 8; count++)
    expect((await desk.say(clip(`p${count}`, MOST_SOUND))).ok).toBe(true);
  await desk.sync();
  expect(await desk.database.outbox.count()).toBe(0);
  await kiosk.sync();
  expect(await kiosk.database.clip.count()).toBe(8);
});

describe('recording', () => {
  const at = (device: TestDevice) => {
    const voices = new Voices({ database: device.database, say: device.say } as unknown as Session);
    voices.village = 'village';
    return voices;
  };

  test('A09: the desk refuses what goes over the budget of a language, and says why; nothing of it is kept', async () => {
    const letters = MOST_SOUND;
    const most = Math.floor(BUDGET / ((letters * 3) / 4));
    for (let count = 0; count < most; count++) await desk.say(clip(`p${count}`, letters));
    expect(await at(desk).keep('more', 'ug', sound(letters))).toBe('no-room');
    expect(await desk.database.clip.count()).toBe(most);
    expect(await at(desk).keep('more', 'kk-Arab', sound(letters))).toBe('kept');
    expect(await at(desk).keep('p0', 'ug', sound(400))).toBe('kept');
    expect(await at(desk).keep('more', 'ug', sound(400))).toBe('kept');
    expect(await at(desk).keep('long', 'ug', sound(letters + 4))).toBe('too-long');
  });

  test('a clip recorded at the kiosk reaches the desk, is replaced there, and dropped on both', async () => {
    expect(await at(kiosk).keep('kiosk_title', 'ug', sound(400))).toBe('kept');
    await kiosk.sync();
    await desk.sync();
    const id = slot('village', 'kiosk_title', 'ug');
    expect((await desk.database.clip.get(id))?.data).toHaveLength(400);
    await at(desk).keep('kiosk_title', 'ug', sound(800));
    await desk.sync();
    await kiosk.sync();
    expect((await kiosk.database.clip.toArray()).map(({ data }) => data.length)).toEqual([800]);
    await at(desk).drop('kiosk_title', 'ug');
    await desk.sync();
    await kiosk.sync();
    expect(await kiosk.database.clip.count()).toBe(0);
  });
});
