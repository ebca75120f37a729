/**
 * Invented people. The Han given names are the weeks of the farmers' calendar, the others are common given names put
 * together by chance, in the scripts that stand side by side on a village list. `call` is how neighbours would call them.
 */
export interface Writing {
  /** How many in a hundred of the village's names are written so. */
  share: number;
  given: { she: string[]; he: string[] };
  /** Father's names after the given name, or a family name before it. */
  other: string[];
  join: (given: string, other: string) => string;
  call: { she: string[]; he: string[] };
  name: (given: string, call: string, other: string) => string;
  /** A language that whoever writes a name so can be asked in. */
  language: string;
}

export const writings: Writing[] = [
  {
    share: 34,
    given: {
      she: ['谷雨', '白露', '小满', '清明', '春分', '夏至', '麦穗', '冬青'],
      he: ['立春', '惊蛰', '芒种', '处暑', '秋分', '霜降', '立冬', '大寒'],
    },
    other: [...'王李张刘陈杨赵周吴徐孙马朱胡郭何'],
    join: (given, other) => other + given,
    call: { she: ['奶奶', '阿姨', '大姐'], he: ['爷爷', '大叔', '大哥'] },
    name: (_given, call, other) => other + call,
    language: 'zh-CN',
  },
  {
    share: 26,
    given: {
      she: ['阿依古丽', '热依汗', '祖丽菲亚', '古丽巴哈尔', '茹仙古丽', '帕提古丽'],
      he: ['吐尔洪', '艾尼瓦尔', '玉素甫', '阿迪力', '努尔买买提', '阿卜杜热合曼江'],
    },
    other: ['托合提', '肉孜', '尼亚孜', '萨迪克', '依明', '达吾提', '巴拉提', '阿布都克里木'],
    join: (given, other) => `${given}·${other}`,
    call: { she: ['大妈', '大姐'], he: ['大叔', '大哥'] },
    name: (given, call) => given + call,
    language: 'ug',
  },
  {
    share: 20,
    given: {
      she: ['阿依努尔', '古丽娜尔', '加娜尔', '沙吾列', '巴合提古丽'],
      he: ['叶尔兰', '赛力克', '木拉提', '努尔波拉提', '巴合提别克'],
    },
    other: ['胡安德克', '托列干', '居马别克', '马合沙提', '木合塔尔', '斯拉木哈孜别克'],
    join: (given, other) => `${given}·${other}`,
    call: { she: ['大妈', '大姐'], he: ['大叔', '大哥'] },
    name: (given, call) => given + call,
    language: 'kk-Arab',
  },
  {
    share: 10,
    given: {
      she: ['ئايگۈل', 'رەيھان', 'گۈلباھار', 'پاتىگۈل'],
      he: ['تۇرسۇن', 'ئەنۋەر', 'يۈسۈپ', 'نۇرمەمەت'],
    },
    other: ['توختى', 'روزى', 'نىياز', 'ئىمىن', 'داۋۇت', 'ئابدۇكېرىم'],
    join: (given, other) => `${given} ${other}`,
    call: { she: ['ئاچا', 'خالا'], he: ['ئاكا', 'تاغا'] },
    name: (given, call) => `${given} ${call}`,
    language: 'ug',
  },
  {
    share: 10,
    given: { she: ['اينۇر', 'گۇلنار', 'جانار', 'ساۋلە'], he: ['ەرلان', 'سەرىك', 'مۇرات', 'باقىتبەك'] },
    other: ['قۋاندىق', 'تولەگەن', 'جۇمابەك', 'مۇقتار', 'ماقسات'],
    join: (given, other) => `${given} ${other}`,
    call: { she: ['اپاي', 'شەشەي'], he: ['اعاي', 'اتاي'] },
    name: (given, call) => `${given} ${call}`,
    language: 'kk-Arab',
  },
];

/** A whole name that is always there, so that screens are seen with the longest. */
export const longest = '阿卜杜热合曼江·阿布都克里木';

/** How to find a door, after the group. */
export const doors = [
  '水渠旁蓝门',
  '老杏树对面',
  '磨坊后第二家',
  '小卖部左手绿门',
  '井房旁边',
  '桥头第一家',
  '打谷场东侧',
  '白墙红瓦那家',
  '葡萄架院子',
  '变压器斜对面',
  '果园西口',
  '巷子最里头',
];

export const yurts = ['第一座毡房', '泉眼边毡房', '大石头下毡房', '羊圈旁毡房', '岔路口毡房', '松林边毡房'];
