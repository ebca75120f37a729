/**
 * Days and times in words, for all four languages alike on server, phone and kiosk. Refuses the runtime's Intl: Chromium has no
 * Uyghur and answers in English. Words of days and months come from CLDR (the rest ours, unreviewed for ug and kk-Arab).
 * A day is 'YYYY-MM-DD' as it is in Beijing time; a moment is epoch milliseconds.
 */
export type Locale = 'zh-CN' | 'ug' | 'kk-Arab' | 'en';
export type Day = string;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
// Neither clock has summer time, so an offset is all there is to know.
const BEIJING = 8 * HOUR;
const XINJIANG = 6 * HOUR;

/** The day it is in Beijing time at a moment; a day stays itself. */
export function dayOf(value: Day | number): Day {
  return typeof value === 'string' ? value : new Date(value + BEIJING).toISOString().slice(0, 10);
}

export function addDays(day: Day, count: number): Day {
  return new Date(utc(day) + count * DAY).toISOString().slice(0, 10);
}

/** How many days `to` lies after `from`. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to) - utc(from)) / DAY);
}

/** 0 is Monday, the first day of the week. */
export function weekday(day: Day): number {
  return (new Date(utc(day)).getUTCDay() + 6) % 7;
}

/** The Monday of a day's week. */
export function weekStart(day: Day): Day {
  return addDays(day, -weekday(day));
}

/** The moment at which a day begins in Beijing time. */
export function startOf(day: Day): number {
  return utc(day) - BEIJING;
}

/** "10:30" in Beijing time. Put it into `Ltr`. */
export function clockTime(at: number): string {
  return timeAt(at, BEIJING);
}

/** One moment on both clocks, Beijing's first, each with its label. */
export function clocks(locale: Locale, at: number) {
  const { beijing, xinjiang } = words[locale];
  return {
    beijing: { time: timeAt(at, BEIJING), label: beijing },
    xinjiang: { time: timeAt(at, XINJIANG), label: xinjiang },
  };
}

export function weekdayName(locale: Locale, day: Day, length: 'long' | 'short' = 'long'): string {
  return words[locale][length === 'long' ? 'weekdays' : 'weekdaysShort'][weekday(day)] ?? '';
}

export function monthName(locale: Locale, month: number): string {
  const name = words[locale].months[month - 1] ?? '';
  return locale === 'zh-CN' ? `${name}月` : name;
}

/** "7 December, Monday" and the like, in the order of the language. */
export function dayWords(
  locale: Locale,
  value: Day | number,
  {
    weekday: length = 'short',
    year: withYear = false,
  }: { weekday?: 'long' | 'short' | 'none'; year?: boolean } = {},
): string {
  const day = dayOf(value);
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const name = length === 'none' ? '' : weekdayName(locale, day, length);
  const monthWord = monthName(locale, month);
  if (locale === 'zh-CN') return `${withYear ? `${year}年` : ''}${monthWord}${date}日${name && ` ${name}`}`;
  if (locale === 'en') return `${name && `${name} `}${date} ${monthWord}${withYear ? ` ${year}` : ''}`;
  // A date that ends a line goes to the next as a whole: a word joiner, a space that does not break.
  const joint = locale === 'ug' ? '-\u2060' : '-\u00a0';
  return `${withYear ? `${year}، ` : ''}${date}${joint}${monthWord}${name && `، ${name}`}`;
}

/** Yesterday, today, tomorrow, in n days, n days ago. */
export function relativeDay(locale: Locale, value: Day | number, today: Day | number): string {
  const { near, later, earlier } = words[locale];
  const distance = daysBetween(dayOf(today), dayOf(value));
  const word = near[distance + 1];
  if (word) return word;
  return distance > 0 ? later(distance) : earlier(-distance, 'day');
}

/** Today, tomorrow or yesterday by their names, any other day by its date: what a list of tasks needs. */
export function nearDay(locale: Locale, value: Day | number, today: Day | number): string {
  const near = Math.abs(daysBetween(dayOf(today), dayOf(value))) <= 1;
  return near ? relativeDay(locale, value, today) : dayWords(locale, value);
}

/** "just now", "5 minutes ago", "3 hours ago", "2 days ago". A clock that runs ahead says "just now", never a future. */
export function ago(locale: Locale, at: number, now: number): string {
  const { justNow, earlier } = words[locale];
  const passed = now - at;
  if (passed < MINUTE) return justNow;
  if (passed < HOUR) return earlier(Math.floor(passed / MINUTE), 'minute');
  if (passed < DAY) return earlier(Math.floor(passed / HOUR), 'hour');
  return earlier(Math.floor(passed / DAY), 'day');
}

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function timeAt(at: number, offset: number): string {
  return new Date(at + offset).toISOString().slice(11, 16);
}

type Unit = 'minute' | 'hour' | 'day';
type Words = {
  months: string[];
  weekdays: string[];
  weekdaysShort: string[];
  /** Yesterday, today, tomorrow. */
  near: [string, string, string];
  later: (days: number) => string;
  earlier: (count: number, unit: Unit) => string;
  justNow: string;
  beijing: string;
  xinjiang: string;
};

const list = (names: string) => names.split(' ');
const units = (minute: string, hour: string, day: string): Record<Unit, string> => ({ minute, hour, day });
const zh = units('分钟', '小时', '天');
const ug = units('مىنۇت', 'سائەت', 'كۈن');
const kk = units('مينۋت', 'ساعات', 'كۇن');

const words: Record<Locale, Words> = {
  'zh-CN': {
    months: list('1 2 3 4 5 6 7 8 9 10 11 12'),
    weekdays: list('星期一 星期二 星期三 星期四 星期五 星期六 星期日'),
    weekdaysShort: list('周一 周二 周三 周四 周五 周六 周日'),
    near: ['昨天', '今天', '明天'],
    later: (days) => `${days}天后`,
    earlier: (count, unit) => `${count}${zh[unit]}前`,
    justNow: '刚刚',
    beijing: '北京时间',
    xinjiang: '新疆时间',
  },
  ug: {
    months: list('يانۋار فېۋرال مارت ئاپرېل ماي ئىيۇن ئىيۇل ئاۋغۇست سېنتەبىر ئۆكتەبىر نويابىر دېكابىر'),
    weekdays: list('دۈشەنبە سەيشەنبە چارشەنبە پەيشەنبە جۈمە شەنبە يەكشەنبە'),
    weekdaysShort: list('دۈ سە چا پە جۈ شە يە'),
    near: ['تۈنۈگۈن', 'بۈگۈن', 'ئەتە'],
    later: (days) => `${days} كۈندىن كېيىن`,
    earlier: (count, unit) => `${count} ${ug[unit]} ئىلگىرى`,
    justNow: 'ھازىرلا',
    beijing: 'بېيجىڭ ۋاقتى',
    xinjiang: 'شىنجاڭ ۋاقتى',
  },
  'kk-Arab': {
    months: list('قاڭتار اقپان ناۋرىز ءساۋىر مامىر ماۋسىم شىلدە تامىز قىركۇيەك قازان قاراشا جەلتوقسان'),
    weekdays: list('دۇيسەنبى سەيسەنبى سارسەنبى بەيسەنبى جۇما سەنبى جەكسەنبى'),
    weekdaysShort: list('دۇي سەي سار بەي جۇم سەن جەك'),
    near: ['كەشە', 'بۇگىن', 'ەرتەڭ'],
    later: (days) => `${days} كۇننەن كەيىن`,
    earlier: (count, unit) => `${count} ${kk[unit]} بۇرىن`,
    justNow: 'جاڭا عانا',
    beijing: 'بەيجيڭ ۋاقىتى',
    xinjiang: 'شينجياڭ ۋاقىتى',
  },
  en: {
    months: list('January February March April May June July August September October November December'),
    weekdays: list('Monday Tuesday Wednesday Thursday Friday Saturday Sunday'),
    weekdaysShort: list('Mon Tue Wed Thu Fri Sat Sun'),
    near: ['yesterday', 'today', 'tomorrow'],
    later: (days) => `in ${days} days`,
    earlier: (count, unit) => `${count} ${unit}${count === 1 ? '' : 's'} ago`,
    justNow: 'just now',
    beijing: 'Beijing time',
    xinjiang: 'Xinjiang time',
  },
};
