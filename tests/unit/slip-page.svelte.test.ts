import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SlipPage } from '$lib/device/slip-page.svelte.ts';
import type { SlipAnswer, SlipRequest } from '$lib/sync/slip.ts';

/** The page behind two slips on a line so slow that the next is opened before the last has answered. */
const A = { number: '7-1', fragment: `#7-1.${'a'.repeat(22)}` };
const B = { number: '7-2', fragment: `#7-2.${'b'.repeat(22)}` };
const paperOfA = `#7-1.${'p'.repeat(22)}`;

interface Call extends SlipRequest {
  reply: (status: number, body?: unknown) => void;
}
let calls: Call[];
const sent = () => calls.map(({ number, say }) => (say ? `${say} ${number}` : number));
/** Everything that was waiting to run has run. */
const settled = () => new Promise((done) => setTimeout(done));

function storyOf(number: string, more: Partial<SlipAnswer> = {}): SlipAnswer {
  const story = { number, may: { rate: true, cancel: true, erase: true } } as SlipAnswer['story'];
  return { now: 0, story, handed: false, erased: false, ...more };
}
async function answer(index: number, body: unknown, status = 200): Promise<void> {
  calls[index]?.reply(status, body);
  await settled();
}
const shown = (page: SlipPage) => page.answer?.story?.number;

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  calls = [];
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const reply = (status: number, told?: unknown) => resolve(new Response(JSON.stringify(told), { status }));
    calls.push({ ...(JSON.parse(body) as SlipRequest), reply });
    return promise;
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('another slip is opened before the first has answered', () => {
  test('K14: what is told of the first is not shown as the second, which is looked up', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    void page.begin(B.fragment);
    await answer(0, storyOf(A.number));
    expect(shown(page)).toBeUndefined();
    expect(sent()).toEqual([A.number, B.number]);
    await answer(1, storyOf(B.number));
    expect(shown(page)).toBe(B.number);
    expect(page.busy).toBe(false);
  });

  test('K14: the first one’s trouble is not the second’s, be it under way or told already', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    void page.begin(B.fragment);
    await answer(0, { title: 'slip-expired' }, 410);
    expect(page.trouble).toBeUndefined();
    await answer(1, undefined, 404);
    expect(page.trouble).toBe('unknown');
    void page.begin(A.fragment);
    expect(page.trouble).toBeUndefined();
  });

  test('K14: the first is gone back to, and its late answer is its own', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    void page.begin(B.fragment);
    void page.show(A.number);
    await answer(0, storyOf(A.number));
    expect(shown(page)).toBe(A.number);
    expect(sent()).toEqual([A.number]);
  });

  test('K14: a phone that was handed the first keeps it, though it shows the second', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    void page.begin(B.fragment);
    await answer(0, storyOf(A.number, { handed: true }));
    expect(localStorage.getItem(`yardem-slip:${A.number}`)).toBe(calls[0]?.phone);
    expect(page.kept).toBe(false);
  });

  test('K14: a look of every minute that is late does not tell of the slip before', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    await answer(0, storyOf(A.number));
    void page.look();
    void page.begin(B.fragment);
    await answer(1, storyOf(A.number));
    expect(shown(page)).toBeUndefined();
    await answer(2, storyOf(B.number));
    expect([shown(page), ...sent()]).toEqual([B.number, A.number, A.number, B.number]);
  });
});

describe('what is said goes for the slip on the screen', () => {
  test('K14: nothing is said while none is shown', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    await answer(0, storyOf(A.number));
    void page.begin(B.fragment);
    await answer(1, undefined, 503);
    for (const say of [page.cancel, page.erase, () => page.rate('good', false)]) await say();
    expect(sent()).toEqual([A.number, B.number]);
  });

  test('K14: said of the first, answered when the second is shown: done, and not told of the second', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    await answer(0, storyOf(A.number));
    void page.erase();
    void page.begin(B.fragment);
    await answer(1, { now: 0, handed: false, erased: true });
    expect(page.answer).toBeUndefined();
    expect(sessionStorage.getItem(`yardem-slip:${A.number}`)).toBeNull();
    await answer(2, storyOf(B.number));
    void page.cancel();
    expect(sent()).toEqual([A.number, `erase ${A.number}`, B.number, `cancel ${B.number}`]);
  });
});

describe('what this phone keeps', () => {
  test('K14: a late answer brings nothing back that was told to be forgotten', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    page.forget();
    await answer(0, storyOf(A.number, { handed: true }));
    expect({ ...localStorage, ...sessionStorage }).toEqual({});
    expect([page.number, page.answer, page.kept, page.forgotten]).toEqual([
      undefined,
      undefined,
      false,
      true,
    ]);
  });

  test('K14: scanned twice it shows the same key: the first reply may be lost, the code is used', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    void page.begin(A.fragment);
    calls[0]?.reply(502);
    await settled();
    void page.begin(A.fragment);
    expect(calls[1]?.phone).toBe(calls[0]?.phone);
  });

  test('K14: the screen’s code is used up, but the paper’s was scanned meanwhile: that one is asked with', async () => {
    const page = new SlipPage();
    void page.begin(A.fragment);
    void page.begin(paperOfA);
    await answer(0, { title: 'slip-used' }, 410);
    expect(page.trouble).toBeUndefined();
    expect(calls[1]?.secret).toBe('p'.repeat(22));
  });
});
