import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import type { Locale } from '$lib/domain/texts.ts';
import { Reader } from '$lib/ui/voice/reader.svelte.ts';
import { mayRead, SystemVoice } from '$lib/ui/voice/system-voice.svelte.ts';

describe('A08: which system voice may read which language', () => {
  const law: Record<Locale, { may: string[]; never: string[] }> = {
    ug: {
      may: ['ug', 'ug-CN', 'ug_CN', 'ug-Arab-CN'],
      never: ['ar-SA', 'tr-TR', 'uz-UZ', 'kk-KZ', 'zh-CN', 'fa-IR'],
    },
    'kk-Arab': {
      may: ['kk-Arab', 'kk-Arab-CN', 'kk-CN'],
      never: ['kk', 'kk-KZ', 'kk-Cyrl-KZ', 'ug-CN', 'ar-SA', 'ky-KG'],
    },
    'zh-CN': {
      may: ['zh-CN', 'zh_CN', 'zh-Hans-CN', 'cmn-Hans-CN'],
      never: ['zh', 'zh-TW', 'zh-HK', 'yue-HK', 'cmn-Hant-TW', 'ja-JP'],
    },
    en: { may: ['en', 'en-GB', 'en_US'], never: ['eng', 'zh-CN', 'de-DE'] },
  };
  for (const [locale, { may, never }] of Object.entries(law) as [Locale, (typeof law)[Locale]][]) {
    test.each(may)(
      `A08: ${locale} by a voice of %s on the device, never by one that sends words away`,
      (lang) => {
        expect(mayRead(locale, { lang, localService: true })).toBe(true);
        expect(mayRead(locale, { lang, localService: false })).toBe(false);
      },
    );
    test.each(never)(`A08: ${locale} never by a voice of %s`, (lang) => {
      expect(mayRead(locale, { lang, localService: true })).toBe(false);
    });
  }
});

/** What was heard, and what was marked on the screen while it was. */
let heard: { said: string; marked: string }[];
let endings: (() => void)[];
let locale: Locale;
let recorded: Set<string>;
let reader: Reader;
let stop: () => void;
let made: MockInstance<typeof URL.createObjectURL>;

const marked = () => document.querySelector('[data-reading]')?.textContent ?? '';

class FakeAudio {
  onended?: () => void;
  volume = 1;
  src = '';
  play(): Promise<void> {
    heard.push({ said: sounds.get(this.src) ?? '', marked: marked() });
    endings.push(() => this.onended?.());
    return Promise.resolve();
  }
  pause(): void {}
}
const sounds = new Map<string, string>();

beforeEach(() => {
  heard = [];
  stop = () => undefined;
  endings = [];
  locale = 'ug';
  recorded = new Set();
  localStorage.clear();
  vi.stubGlobal('Audio', FakeAudio);
  made = vi.spyOn(URL, 'createObjectURL').mockImplementation(() => `blob:${sounds.size}`);
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function begin(screen: string, ...prompts: string[]) {
  recorded = new Set(prompts);
  document.body.innerHTML = `<main>${screen}</main>`;
  const clips = {
    has: (prompt: string, of: Locale) => recorded.has(`${prompt}:${of}`),
    any: (of: Locale) => [...recorded].some((each) => each.endsWith(`:${of}`)),
    find: (prompt: string, of: Locale) => {
      sounds.set(`blob:${sounds.size + 1}`, `${prompt}:${of}`);
      made.mockReturnValueOnce(`blob:${sounds.size}`);
      return Promise.resolve({ type: 'audio/webm' as const, data: 'AAAA' });
    },
  };
  reader = new Reader(clips, () => locale, new SystemVoice());
  const root = document.querySelector('main');
  if (!root) throw new Error('no screen');
  stop = reader.start(root);
  return root;
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
/** Lets what is being played end, again and again, until nothing more is. */
async function listen() {
  await settle();
  for (let ends = endings.shift(); ends; ends = endings.shift()) {
    ends();
    await settle();
  }
}
const said = () => heard.map((each) => each.said);
const part = (prompts: string, words: string, more = '') =>
  `<button data-aloud="${prompts}" ${more}>${words}</button>`;

describe('reading a screen aloud', () => {
  test('A08: part after part by its clips, each marked while it is heard, what has no clip passed over', async () => {
    begin(part('a', 'one') + part('b', 'two') + part('c d', 'three'), 'a:ug', 'c:ug', 'd:ug');
    reader.read();
    await listen();
    expect(heard).toEqual([
      { said: 'a:ug', marked: 'one' },
      { said: 'c:ug', marked: 'three' },
      { said: 'd:ug', marked: 'three' },
    ]);
    expect([reader.speaking, marked()]).toEqual([false, '']);
  });

  test('A08: half a number is not read: all clips of a part, or none', async () => {
    begin(part('digit_1 pause digit_2', '1-2'), 'digit_1:ug');
    expect(reader.able).toBe(false);
    reader.read();
    await listen();
    expect(said()).toEqual([]);
  });

  test('A08: where nothing of a screen can be spoken there is no button; with the first clip there is', async () => {
    const root = begin(part('b', 'two'), 'a:ug');
    flushSync();
    expect(reader.able).toBe(false);
    root.innerHTML = part('a', 'one');
    await settle();
    expect(reader.able).toBe(true);
  });

  test('each language by its own name in its own voice', async () => {
    locale = 'zh-CN';
    begin(part('language', 'ئۇيغۇرچە', 'data-aloud-in="ug"') + part('language', '中文'), 'language:ug');
    reader.read();
    await listen();
    expect(said()).toEqual(['language:ug']);
  });

  test('nothing by itself before a touch; then all that is new, once', async () => {
    const root = begin(part('a', 'one'), 'a:ug', 'b:ug');
    await listen();
    expect(said()).toEqual([]);
    root.querySelector('button')?.click();
    root.insertAdjacentHTML('beforeend', part('b', 'two'));
    await listen();
    expect(said()).toEqual(['b:ug']);
  });

  test('a touch on an answer stops what is being read', async () => {
    const root = begin(part('a', 'one') + part('b', 'two'), 'a:ug', 'b:ug');
    reader.read();
    await settle();
    expect(reader.speaking).toBe(true);
    root.querySelector('button')?.click();
    await listen();
    expect([said(), reader.speaking, marked()]).toEqual([['a:ug'], false, '']);
  });

  test('muted it stays for the visit, and speaks again when it is asked to; a new visit begins with a voice', async () => {
    const root = begin(part('a', 'one'), 'a:ug');
    const next = async (words: string) => {
      root.innerHTML = part('a', words);
      root.querySelector('button')?.click();
      root.innerHTML = part('a', words);
      await listen();
      return heard.splice(0).map((each) => each.marked);
    };
    reader.mute();
    expect(await next('two')).toEqual([]);
    reader.read();
    await listen();
    expect(await next('three')).toEqual(['two', 'three']);
    reader.mute();
    reader.forget({});
    expect(await next('four')).toEqual(['four']);
  });

  test('a way that is shut is read when it opens', async () => {
    const root = begin('', 'a:ug');
    root.click();
    root.innerHTML = part('a', 'next', 'disabled');
    await listen();
    expect(said()).toEqual([]);
    root.querySelector('button')?.removeAttribute('disabled');
    await listen();
    expect(said()).toEqual(['a:ug']);
  });

  test('his own language touched again reads the screen again', async () => {
    const root = begin(part('a', 'one') + part('language', 'ئۇيغۇرچە', 'data-aloud-in="ug"'), 'a:ug');
    root.querySelectorAll('button')[1]?.click();
    await listen();
    expect(said()).toEqual(['a:ug']);
  });

  test('K02: what stands over the screen is read before it, and alone', async () => {
    const root = begin(part('a', 'one'), 'a:ug', 'warning:ug');
    root.querySelector('button')?.click();
    root.insertAdjacentHTML(
      'beforeend',
      part('a', 'later') + `<dialog open>${part('warning', 'still there?')}</dialog>`,
    );
    await listen();
    expect(said()).toEqual(['warning:ug']);
  });

  test('a phone number is read only when the screen is asked to be', async () => {
    const root = begin('', 'a:ug', 'digit_1:ug');
    root.click();
    root.innerHTML = part('a', 'one') + part('digit_1', '1', 'data-aloud-asked');
    await listen();
    expect(said()).toEqual(['a:ug']);
    reader.read();
    await listen();
    expect(said()).toEqual(['a:ug', 'a:ug', 'digit_1:ug']);
  });

  test('three steps of loudness, kept for the device', () => {
    begin('');
    const steps = [reader.volume];
    for (let times = 0; times < 3; times++) {
      reader.louder();
      steps.push(reader.volume);
    }
    expect(steps).toEqual([2, 3, 1, 2]);
    reader.louder();
    stop();
    const again = new Reader(reader.clips, () => locale);
    stop = again.start(document.body);
    expect(again.volume).toBe(3);
  });
});
