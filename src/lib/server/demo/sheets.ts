import type { Arguments } from '$lib/domain/command.ts';
import { hayTexts } from './sheet-hay.ts';
import { clipperTexts } from './sheet-clippers.ts';
import { potatoTexts } from './sheet-potatoes.ts';

type Kept = Arguments['sheet.keep'];

/** What there is to read in the demo: three sheets of know-how, and one notice that counts until a day. */
export const demoSheets = (until: string): Kept[] => [
  { id: 'sheet-growing', area: 'village', about: 'know-how', service: 'growing', ...potatoTexts },
  { id: 'sheet-haircut', area: 'village', about: 'know-how', service: 'haircut', ...clipperTexts },
  { id: 'sheet-hay', area: 'village', about: 'know-how', service: 'hay', ...hayTexts },
  { id: 'notice-winter', area: 'village', about: 'notice', until, ...winter },
];

const winter: Pick<Kept, 'title' | 'body'> = {
  title: {
    'zh-CN': '收集过冬衣被',
    ug: 'قىشلىق كىيىم-كېچەك يىغىش',
    'kk-Arab': 'قىسقى كيىم-كەشەك جيناۋ',
    en: 'Winter clothes are collected',
  },
  body: {
    'zh-CN': `家里有用不上的棉衣、棉被，可以送到村委会办公室。

- 请先洗净、晾干。
- 扣子、拉链能用的最好。
- 送来以后由办公室转交，不用写名字。`,
    ug: `ئۆيىڭىزدە ئىشلەتمەيدىغان قىشلىق كىيىم، يوتقان بولسا، كەنت ئىشخانىسىغا ئەكىلىڭ.

- ئاۋۋال يۇيۇپ، قۇرۇتۇڭ.
- تۈگمىسى ۋە سىيرىتمىسى ساق بولسا ياخشى.
- ئىشخانا يەتكۈزۈپ بېرىدۇ، ئىسىم يېزىشنىڭ ھاجىتى يوق.`,
    'kk-Arab': `ۇيىڭىزدە كەرەك بولماعان قىسقى كيىم، كورپە بولسا، اۋىل كەڭسەسىنە اكەلىڭىز.

- الدىمەن جۋىپ، كەپتىرىڭىز.
- تۇيمەسى مەن سىرتپاسى ءبۇتىن بولعانى جاقسى.
- كەڭسە جەتكىزىپ بەرەدى، ات جازۋدىڭ كەرەگى جوق.`,
    en: `Winter clothes and quilts that you do not need can be brought to the village office.

- Please wash and dry them first.
- Best with buttons and zips that work.
- The office hands them on; no name needs to be written down.`,
  },
};
