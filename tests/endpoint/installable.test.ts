import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, serve, type Served } from '../support/client.ts';

/** What a browser reads before any script of ours runs: the manifest, and the headers of what it is sent. */
let served: Served;
beforeAll(async () => (served = await serve()));
afterAll(() => served.server.stop());

const got = (path: string) => new Client(served.server.url).send(path, { method: 'GET' });
interface Manifest {
  id: string;
  name: string;
  short_name: string;
  start_url: string;
  scope: string;
  display: string;
  lang: string;
  dir: string;
  icons: { src: string; sizes: string; purpose?: string }[];
  shortcuts: { name: string; url: string }[];
}

describe('the manifest', () => {
  let manifest: Manifest;
  beforeAll(async () => {
    manifest = JSON.parse((await got('/manifest.webmanifest')).text) as Manifest;
  });

  test('P01: has what makes an app installable, and its icons are there', async () => {
    expect(manifest).toMatchObject({ id: '/', scope: '/', display: 'standalone', lang: 'zh-CN', dir: 'ltr' });
    expect(new URL(manifest.start_url, served.server.url).origin).toBe(new URL(served.server.url).origin);
    for (const word of [manifest.name, manifest.short_name]) expect(word).toMatch(/\S/);
    const kinds = manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose ?? 'any'}`);
    expect(kinds).toEqual(expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']));
    for (const { src } of manifest.icons) {
      const icon = await got(src);
      expect(icon.status, src).toBe(200);
      expect(icon.headers.get('content-type')).toBe('image/png');
    }
    expect((await got('/sw.js')).text).toMatch(/addEventListener\(["'`]fetch/);
  });

  test('P13: leads straight to the tasks of today, and takes nothing from other apps', async () => {
    expect(manifest.shortcuts.map(({ url }) => url)).toContain('/today');
    expect(Object.keys(manifest)).not.toContain('share_target');
    for (const { url } of manifest.shortcuts) expect((await got(url)).status, url).toBe(200);
  });
});

const pages = ['/', '/join', '/today', '/kiosk', '/desk', '/app-shell'];

test.each([...pages, '/slip'])('A07: %s carries every small sign, once', async (path) => {
  const drawn = readFileSync('src/lib/ui/base/signs.svg', 'utf8').match(/<symbol id="sign-[\w-]+"/g) ?? [];
  expect(drawn.length).toBeGreaterThan(20);
  const { text } = await got(path);
  for (const each of drawn) expect(text.split(each), each).toHaveLength(2);
  expect(text).not.toContain('%signs%');
});

describe('headers', () => {
  test.each(pages)('S15: %s lets in no script of others and none that stands in the page', async (path) => {
    const page = await got(path);
    const meta = /http-equiv="content-security-policy" content="([^"]*)"/i.exec(page.text)?.[1];
    const policy = (page.headers.get('content-security-policy') ?? meta ?? '').replaceAll('&#39;', "'");
    const script = policy.split(';').find((each) => each.trim().startsWith('script-src')) ?? '';
    expect(script).toContain("'self'");
    expect(script).not.toMatch(/unsafe|https?:|\*/);
    expect(policy).toContain("object-src 'none'");
    expect(page.text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });

  test.each(pages)('S11: %s may not ask where the device is', async (path) => {
    expect((await got(path)).headers.get('permissions-policy')).toMatch(/geolocation=\(\)/);
  });

  test.each([...pages, '/api/health', '/sw.js'])(
    'K05: %s does not clear what lies on the device',
    async (path) => {
      expect((await got(path)).headers.has('clear-site-data')).toBe(false);
    },
  );
});
