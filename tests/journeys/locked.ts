import type { Page } from '@playwright/test';
import { type } from './people.ts';

/** A phone behind its lock: how its holder turns that on and comes in, and what anybody else would find on the disk. */

/** Takes the PIN that the phone issues, and answers it. */
export async function turnOn(phone: Page): Promise<string> {
  const pin = (await phone.getByTestId('pin').innerText()).replaceAll(/\D/g, '');
  await phone.getByTestId('pin-written').click();
  await type(phone.getByTestId('new-pin'), pin);
  await phone.getByTestId('lock-now').waitFor();
  return pin;
}

/** Puts a PIN in at the locked door. */
export const unlock = (phone: Page, pin: string) => type(phone.getByTestId('pin-pad'), pin);

/** All that lies in the phone's database, keys named, bytes as letters. */
export function dump(phone: Page): Promise<string> {
  return phone.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('yardem');
      opening.onsuccess = () => resolve(opening.result);
    });
    const letters = new TextDecoder();
    const all = await Promise.all(
      [...database.objectStoreNames].map(
        (name) =>
          new Promise<unknown[]>((resolve) => {
            const asked = database.transaction(name).objectStore(name).getAll();
            asked.onsuccess = () => resolve(asked.result);
          }),
      ),
    );
    database.close();
    return JSON.stringify(all, (_, value: unknown) =>
      value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? letters.decode(value) : value,
    );
  });
}
