import type { Sheet } from '$lib/domain/sheet/sheet.ts';

/** Using clippers safely, and cleanly from one head to the next. */
export const clipperTexts: Pick<Sheet, 'title' | 'body'> = {
  title: {
    'zh-CN': '用推子：安全和卫生',
    ug: 'چاچ ماشىنىسى: بىخەتەرلىك ۋە تازىلىق',
    'kk-Arab': 'شاش ماشيناسى: قاۋىپسىزدىك پەن تازالىق',
    en: 'Clippers: safe and clean',
  },
  body: {
    'zh-CN': `开始以前
- 洗手。围布一人一条，或者脖子上垫一张干净的纸。
- 看电线和插头有没有破。手湿不碰插头。
- 刀头装紧，上一滴油，空转几秒听声音。

理的时候
- 先用长的卡尺，再用短的。
- 头皮有破口、红肿的地方绕开。
- 刀头热了就停一停。
- 给孩子理，先让他听听声音，动作慢一点。

换人以前
- 关机、拔电，刷掉碎发。
- 刀头、梳子、剪刀用 75% 酒精擦过，等它自己干。旁边不要有火。
- 万一划破出血：停下，用干净的布按住。用过的刀头消毒以后再用。

收工
- 碎发扫净。围布用热水洗，晒干。
- 推子上油，收在干的、孩子够不到的地方。`,
    ug: `باشلاشتىن بۇرۇن
- قولىڭىزنى يۇيۇڭ. ھەر كىشىگە بىر پاكىز رەخت، ياكى بوينىغا پاكىز قەغەز قويۇڭ.
- توك سىمى ۋە چاتقۇچنى تەكشۈرۈڭ. قول ھۆل بولسا چاتقۇچنى تۇتماڭ.
- تىغىنى چىڭ ئورنىتىڭ، بىر تامچە ماي تېمىتىڭ، بىرنەچچە سېكۇنت بوش ئايلاندۇرۇپ ئاۋازىنى ئاڭلاڭ.

چاچ ئالغاندا
- ئاۋۋال ئۇزۇن تاغاقنى، ئاندىن قىسقىسىنى ئىشلىتىڭ.
- باش تېرىسى يېرىلغان، قىزارغان جايغا تەگمەڭ.
- تىغى قىزىپ كەتسە بىردەم توختاڭ.
- بالىلارغا ئاۋۋال ئاۋازىنى ئاڭلىتىڭ، ئاستا قىلىڭ.

باشقا كىشىگە ئۆتۈشتىن بۇرۇن
- توختىتىپ، توكتىن چىقىرىڭ، چاچلارنى سۈپۈرۈڭ.
- تىغ، تاغاق، قايچىنى %75 لىك ئىسپىرت بىلەن سۈرتۈڭ، ئۆزى قۇرىسۇن. يېنىدا ئوت بولمىسۇن.
- قان چىقىپ قالسا: توختاڭ، پاكىز رەخت بىلەن بېسىڭ. ئۇ تىغنى دېزىنفېكسىيەلەپ ئاندىن ئىشلىتىڭ.

ئاخىرىدا
- چاچلارنى سۈپۈرۈڭ. رەختنى قىزىق سۇدا يۇيۇپ، ئاپتاپتا قۇرۇتۇڭ.
- ماشىنىنى مايلاپ، قۇرغاق، بالىلارنىڭ قولى يەتمەيدىغان جايغا قويۇڭ.`,
    'kk-Arab': `باستار الدىندا
- قولىڭىزدى جۋىڭىز. ءار ادامعا ءبىر تازا ماتا، نەمەسە موينىنا تازا قاعاز قويىڭىز.
- توك سىمى مەن اشاسىن تەكسەرىڭىز. قول سۋ بولسا اشانى ۇستاماڭىز.
- ءجۇزىن بەرىك ورناتىڭىز، ءبىر تامشى ماي تامىزىڭىز، بىرنەشە سەكۋند بوس اينالدىرىپ داۋىسىن تىڭداڭىز.

شاش العاندا
- الدىمەن ۇزىن تاراعىن، سوسىن قىسقاسىن قولدانىڭىز.
- باس تەرىسى جارىلعان، قىزارعان جەرگە تيمەڭىز.
- ءجۇزى قىزىپ كەتسە ءبىر ءسات توقتاڭىز.
- بالاعا الدىمەن داۋىسىن تىڭداتىڭىز، باياۋ ىستەڭىز.

باسقا ادامعا كوشەر الدىندا
- توقتاتىپ، توكتان اجىراتىڭىز، شاشتى سىپىرىڭىز.
- ءجۇزىن، تاراقتى، قايشىنى %75 سپيرتپەن ءسۇرتىڭىز، ءوزى كەپسىن. جانىندا وت بولماسىن.
- قان شىعىپ كەتسە: توقتاڭىز، تازا ماتامەن باسىڭىز. ول ءجۇزدى زارارسىزداندىرعان سوڭ عانا قولدانىڭىز.

سوڭىندا
- شاشتى سىپىرىپ الىڭىز. ماتانى ىستىق سۋمەن جۋىپ، كۇنگە كەپتىرىڭىز.
- ماشينانى مايلاپ، قۇرعاق، بالانىڭ قولى جەتپەيتىن جەرگە قويىڭىز.`,
    en: `Before you begin
- Wash your hands. A clean cloth for each person, or clean paper round the neck.
- Look whether cable and plug are whole. Never touch the plug with wet hands.
- Fix the blade, give it a drop of oil, let it run for a few seconds and listen.

While you cut
- First the long comb, then the short one.
- Go round any place where the skin is broken or red.
- When the blade gets hot, rest.
- With a child: let him hear it first, and go slowly.

Before the next person
- Switch off, pull the plug, brush off the hair.
- Wipe blade, comb and scissors with alcohol of 75 % and let them dry by themselves. No fire near by.
- If there is blood: stop, press a clean cloth on it. Disinfect that blade before it is used again.

At the end
- Sweep up. Wash the cloths hot and dry them in the sun.
- Oil the clippers and keep them dry, where no child can reach them.`,
  },
};
