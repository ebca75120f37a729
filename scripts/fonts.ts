// Cuts Noto Sans Arabic (OFL-1.1) down to the letters that Uyghur and Kazakh need, in the two weights in use, and writes what comes out
// beside fonts.css. Run it by hand (`npm run fonts`) after adding letters to src/lib/ui/base/fonts/letters.ts, and commit the files.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import subset from 'subset-font';
import { letters } from '../src/lib/ui/base/fonts/letters.ts';

const from = 'node_modules/@fontsource/noto-sans-arabic';
const to = 'src/lib/ui/base/fonts';

for (const weight of [400, 700]) {
  const whole = readFileSync(join(from, `files/noto-sans-arabic-arabic-${weight}-normal.woff2`));
  const cut = await subset(whole, letters, { targetFormat: 'woff2', noHinting: true });
  writeFileSync(join(to, `noto-sans-arabic-${weight}.woff2`), cut);
  console.log(
    `${weight}: ${(whole.length / 1000).toFixed(1)} kB, cut to ${(cut.length / 1000).toFixed(1)} kB`,
  );
}
copyFileSync(join(from, 'LICENSE'), join(to, 'OFL.txt'));
