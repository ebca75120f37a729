import type { Locator, Page } from '@playwright/test';
import decode from 'qr/decode.js';

/** What a phone's camera reads off this part of a screen. */
export async function scan(code: Locator): Promise<string> {
  const shot = (await code.screenshot()).toString('base64');
  const camera = await code.page().context().newPage();
  try {
    const { width, height, data } = await pixels(camera, shot);
    return decode({ width, height, data: Uint8Array.from(Buffer.from(data, 'base64')) });
  } finally {
    await camera.close();
  }
}

/** RGBA of a PNG, by the browser's own eyes. */
function pixels(page: Page, png: string): Promise<{ width: number; height: number; data: string }> {
  return page.evaluate(async (source) => {
    const bytes = Uint8Array.from(atob(source), (char) => char.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const { width, height } = image;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    let text = '';
    for (const byte of data) text += String.fromCharCode(byte);
    return { width, height, data: btoa(text) };
  }, png);
}
