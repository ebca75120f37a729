// What stands on the slip of a need of the demo village, as its kiosk has it.
import type { Page } from '@playwright/test';

/** The two halves of its number and its four digits, each by its own name. Throws where the kiosk does not know it. */
export async function slipOf(
  page: Page,
  need: string,
): Promise<{ first: string; second: string; digits: string }> {
  const { number, code } = await page.evaluate(
    (id) =>
      new Promise<{ number: string; code: string }>((resolve, reject) => {
        const opening = indexedDB.open('yardem');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const asked = opening.result.transaction('need').objectStore('need').get(id);
          asked.onerror = () => reject(new Error(`no ${id}`));
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result as { number: string; code: string });
          };
        };
      }),
    need,
  );
  const [first = '', second = ''] = number.split('-');
  return { first, second, digits: code };
}
