import { writeFileSync } from 'node:fs';
import { chromium, type Browser, type TestInfo } from '@playwright/test';
import encode from 'qr';
import { launchOptions } from '../support/browser.ts';

/** A browser whose camera sees nothing but this code, held before it. */
export async function seeingBrowser(text: string, info: TestInfo): Promise<Browser> {
  const film = info.outputPath('code.y4m');
  writeFileSync(film, filmOf(text));
  const { args, ...options } = launchOptions();
  return chromium.launch({
    ...options,
    args: [
      ...args,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
}

/** A film of one picture: the code in black on white, as a camera would see it held before it. */
function filmOf(text: string): Buffer {
  const [width, height] = [640, 480];
  const code = encode(text, 'raw', { ecc: 'medium', border: 4 });
  const dot = Math.floor(height / code.length);
  const [x0, y0] = [(width - dot * code.length) >> 1, (height - dot * code.length) >> 1];
  const light = Buffer.alloc(width * height, 235);
  code.forEach((row, y) =>
    row.forEach((dark, x) => {
      if (!dark) return;
      for (let line = 0; line < dot; line++) {
        const at = (y0 + y * dot + line) * width + x0 + x * dot;
        light.fill(16, at, at + dot);
      }
    }),
  );
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([head, ...Array<Buffer>(10).fill(frame)]);
}
