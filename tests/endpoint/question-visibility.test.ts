import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command } from '$lib/domain/command.ts';
import { onlookerNames, Scene, type Name } from './onlookers.ts';

/** Who may know what of a volunteer's question, looked up in the raw text of the answers. */
const QUESTION = '便条-问题.';
const MOBILE = '18816660000'; // bek's

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.open('memory:');
  for (const onlooker of scene.onlookers.values()) await onlooker.hear();
  await say('bek', {
    name: 'need.post',
    args: {
      ...{ id: 'question', number: '3-1', code: '4711', area: 'grid', service: 'herding', note: QUESTION },
      ...{ goods: [], places: [{}], minutes: 60, from: '2027-01-01', until: '2027-01-30' },
      ...{ urgent: false, channel: 'phone' },
    },
  });
});
afterEach(() => scene.store.close());

const say = (name: Name, ...commands: Command[]) => scene.who(name).say(...commands);
const coordinators: Name[] = ['administrator', 'villageCoordinator', 'gridCoordinator'];

/** Those whose answers hold the words, however they ask. */
async function knowing(words: string): Promise<Name[]> {
  const found: Name[] = [];
  for (const name of onlookerNames) {
    const onlooker = scene.who(name);
    const texts = [await onlooker.everything(2000), await onlooker.everything(1)];
    await onlooker.hear();
    if (texts.some((text) => text.includes(words)) || onlooker.holds().includes(words)) found.push(name);
  }
  return found.sort();
}

test('the question is read by fellows of the village and by the desk, by no kiosk and no other village', async () => {
  expect(await knowing(QUESTION)).toEqual([...coordinators, 'anna', 'bek', 'dil'].sort());
});

test('S09: the asker’s number is known to the desk and himself, and to nobody else before somebody takes it', async () => {
  expect(await knowing(MOBILE)).toEqual([...coordinators, 'bek'].sort());
});

test('S09: whoever takes it gets the number, who stands by does not, and it goes when he gives it back', async () => {
  await say('anna', { name: 'need.claim', args: { id: 'question' } });
  await say('dil', { name: 'need.claim', args: { id: 'question' } });
  expect(await knowing(MOBILE)).toEqual([...coordinators, 'anna', 'bek'].sort());
  await say('anna', { name: 'need.withdraw', args: { id: 'question' } });
  expect(await knowing(MOBILE)).toEqual([...coordinators, 'bek'].sort());
  await say('dil', { name: 'need.accept', args: { id: 'question' } });
  expect(await knowing(MOBILE)).toEqual([...coordinators, 'bek', 'dil'].sort());
});

test('S09: a day after it was answered the number is given to nobody any more', async () => {
  await say('anna', { name: 'need.claim', args: { id: 'question' } });
  await say('anna', { name: 'need.finish', args: { id: 'question', result: 'done', minutes: 15 } });
  expect(await scene.who('anna').everything(2000)).toContain(MOBILE);
  scene.now += 24 * 60 * 60_000 + 1;
  expect(await scene.who('anna').everything(2000)).not.toContain(MOBILE);
});

test('a question for somebody’s household is refused: who asks asks for himself', async () => {
  const forged = say('bek', {
    name: 'need.post',
    args: {
      ...{ id: 'forged', number: '3-2', code: '4712', area: 'grid', service: 'herding', note: '便条-偷.' },
      ...{ household: 'household-grid', goods: [], places: [{}], minutes: 60 },
      ...{ from: '2027-01-01', until: '2027-01-30', urgent: false, channel: 'phone' },
    },
  });
  await expect(forged).rejects.toThrow('unknown-household');
  expect(await scene.who('administrator').everything(2000)).not.toContain('forged');
});
