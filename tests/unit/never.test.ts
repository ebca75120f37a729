import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What the app must not lean on, read from its own sources: each of these would fail on some device or tell too much. */
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte|html|css)$/.test(name) && !name.startsWith('lib/paraglide'))
  .map((name) => ({ name, text: readFileSync(`src/${name}`, 'utf8') }));

const using = (what: RegExp) => sources.filter(({ text }) => what.test(text)).map(({ name }) => name);

test('the sources are read at all', () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(using(/\bindexedDB|from 'dexie'/)).not.toEqual([]);
});

test('K08, P09: nothing waits for Background Sync, which no WebView has', () => {
  expect(using(/SyncManager|periodicSync|\.sync\.register|addEventListener\('(periodic)?sync'/)).toEqual([]);
});

test('K05: nothing asks the browser to throw away its storage, which would take the app along', () => {
  expect(using(/clear-site-data/i)).toEqual([]);
});

test('P10: nothing is told by web push only, which does not reach Chrome in mainland China', () => {
  expect(using(/PushManager|pushManager|addEventListener\('push'/)).toEqual([]);
});

test('P11: nothing asks to notify or to count on the icon, which iOS grants on the home screen only', () => {
  expect(using(/Notification\.requestPermission|setAppBadge|new Notification\(/)).toEqual([]);
  // How to put it there by hand is said where the app tells whether it lasts.
  expect(using(/phone_app_install_hint/)).toEqual(['lib/ui/sync/Truth.svelte']);
});

test('P13: nothing is taken from another app’s share menu', () => {
  expect(using(/share_target/)).toEqual([]);
  expect(readFileSync('vite.config.ts', 'utf8')).not.toContain('share_target');
});

test('A05: no gesture is the only way: nothing listens for fingers, long presses or swipes', () => {
  expect(using(/touches\.length|\.touches\b|oncontextmenu|'contextmenu'/)).toEqual([]);
  expect(using(/window\.(open|alert|confirm)\(|\balert\('/)).toEqual([]);
});

test('A06: nobody is asked a riddle to come in', () => {
  expect(using(/captcha/i)).toEqual([]);
});

test('L02: no date, list or order comes from the runtime’s Intl, which has no Uyghur', () => {
  expect(
    using(/\bIntl\.(DateTimeFormat|ListFormat|RelativeTimeFormat|Collator)|toLocale(Date|Time)String/),
  ).toEqual([]);
});

test('S11: no code asks where anybody is', () => {
  expect(using(/navigator\.geolocation|getCurrentPosition|watchPosition/)).toEqual([]);
});
