import { expect, test } from 'vitest';
import { household, MemoryStore, pull, word } from './stores.ts';

test('given a dump, when more is written and the dump is loaded, then the store is as it was, and told apart by its nonce', async () => {
  const store = new MemoryStore();
  const write = (id: string) => store.write((tx) => tx.put([household(id)]));
  await write('a');
  const backup = store.dump();
  const copy = structuredClone(backup);
  await write('b');
  const lost = await store.read((tx) => tx.nonce(2));
  expect(backup).toEqual(copy);
  await store.load(backup);
  expect((await pull(store, 0, 9)).map(word)).toEqual(['a']);
  await write('c');
  expect(await store.read((tx) => tx.nonce(2))).not.toBe(lost);
  expect(backup).toEqual(copy);
  await store.load(copy);
  expect((await pull(store, 0, 9)).map(word)).toEqual(['a']);
});

test('given a mint, then a simulation with one seed mints the same nonces again', async () => {
  const nonces = async () => {
    let count = 0;
    const store = new MemoryStore(() => `mint-${++count}`);
    await store.write((tx) => tx.put([household('a')]));
    return store.read(async (tx) => [(await tx.meta()).epoch, await tx.nonce(0), await tx.nonce(1)]);
  };
  expect(await nonces()).toEqual(await nonces());
});
