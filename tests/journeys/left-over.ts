import type { Page } from '@playwright/test';

/**
 * The places on this device where one of these words can still be found: the page, its address and history, and the raw
 * values of every store, caches with what lies in them.
 */
export async function leftOver(page: Page, words: readonly string[]): Promise<string[]> {
  const dump = await page.evaluate(async () => {
    const found: Record<string, string> = {
      page: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll('input, textarea')]
        .map((each) => (each as HTMLInputElement).value)
        .join(),
      address: location.href,
      history: JSON.stringify(history.state),
    };
    // An empty page, which Back may lead to, has no storage at all.
    if (!location.protocol.startsWith('http')) return found;
    found['local storage'] = JSON.stringify({ ...localStorage });
    found['session storage'] = JSON.stringify({ ...sessionStorage });
    found['cookies'] = document.cookie;
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
      });
      for (const table of database.objectStoreNames) {
        const asked = database.transaction(table).objectStore(table).getAll();
        await new Promise((resolve) => (asked.onsuccess = resolve));
        const bytes = (_: string, value: unknown) =>
          value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value;
        found[`${name}.${table}`] = JSON.stringify(asked.result, bytes);
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const key of await cache.keys()) {
        const kept = await cache.match(key);
        found[`cache ${name} ${key.url}`] = key.url + ((await kept?.text()) ?? '');
      }
    }
    return found;
  });
  return Object.entries(dump).flatMap(([where, text]) =>
    words.filter((word) => text.includes(word)).map((word) => `${word} in ${where}`),
  );
}
