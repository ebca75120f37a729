import type { Page } from '@playwright/test';

/** What A02 and A03 ask of a screen, in CSS px. */
export interface Least {
  letters: number;
  /** Lines of any text, and of text in Arabic script, as a multiple of the letters. */
  leading: number;
  arabic: number;
  /** From paragraph to paragraph, as a multiple of what is between their lines. */
  paragraphs: number;
  target: number;
  gap: number;
  /** Whether rows of one list may touch: dense lists at the desk do, each as high as a target. */
  rows: boolean;
}

/** Draws also what is out of sight: until then it has the size that it is taken for, and the colours that it had. */
export function unfold(page: Page): Promise<void> {
  return page.evaluate(() => {
    const folded = [...document.querySelectorAll<HTMLElement>('main *')].filter(
      (each) => getComputedStyle(each).contentVisibility === 'auto',
    );
    for (const each of folded) each.style.contentVisibility = 'visible';
    if (folded.length === 0) return;
    return new Promise<void>((drawn) =>
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 100))),
    );
  });
}

/** Everything on the page in view that is smaller or closer than it should be, in words. */
export async function tooSmall(page: Page, least: Least): Promise<string[]> {
  await unfold(page);
  return page.evaluate(({ letters, leading, arabic, paragraphs, target, gap, rows }) => {
    const found: string[] = [];
    const round = (size: number) => Math.round(size * 10) / 10;
    const named = (each: Element) =>
      `${each.tagName.toLowerCase()}.${each.classList[0] ?? ''} “${(each.textContent ?? '').trim().slice(0, 20)}”`;
    const hidden = (each: Element) =>
      each.closest('.visually-hidden, [hidden], [aria-hidden=true], #svelte-announcer') !== null ||
      // A card that is shown as it will be printed has the size of its paper.
      each.closest('[data-paper]') !== null ||
      !each.checkVisibility({ visibilityProperty: true });

    // Letters and lines, wherever there is text.
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Set<Element>();
    while (texts.nextNode()) {
      const { parentElement: parent, data } = texts.currentNode as Text;
      if (!parent || !data.trim() || seen.has(parent) || hidden(parent) || parent.tagName === 'OPTION')
        continue;
      seen.add(parent);
      const style = getComputedStyle(parent);
      const size = parseFloat(style.fontSize);
      if (size < letters - 0.01) found.push(`${named(parent)}: letters of ${round(size)}`);
      const block =
        parent.closest('p, li, dd, dt, h1, h2, h3, div, label, legend, span, small, button, a') ?? parent;
      const lines =
        parseFloat(getComputedStyle(block).lineHeight) / parseFloat(getComputedStyle(block).fontSize);
      // A single sign or number has no line above or below it.
      const words = /\p{L}{2}/u.test(data);
      // A single name in another script keeps the lines of the text that it stands in.
      const least = /^(ug|kk)/.test(parent.closest('[lang]')?.getAttribute('lang') ?? '') ? arabic : leading;
      if (words && lines < least - 0.01) found.push(`${named(parent)}: lines ${round(lines)} apart`);
    }

    // Paragraphs one below the other.
    for (const first of document.querySelectorAll('p + p')) {
      const above = first.previousElementSibling;
      if (!above || hidden(first) || hidden(above)) continue;
      const style = getComputedStyle(above);
      const lines = parseFloat(style.lineHeight) - parseFloat(style.fontSize);
      const apart = first.getBoundingClientRect().top - above.getBoundingClientRect().bottom + lines;
      if (apart > 0 && apart < paragraphs * lines - 0.5)
        found.push(`${named(first)}: ${round(apart)} below its paragraph, lines ${round(lines)}`);
    }

    // What can be pressed: a field hidden inside its label is pressed there; a link in a sentence is part of it.
    const pressable = 'a[href], button, input, select, textarea, summary, [role=button], [role=tab]';
    const boxes: { each: Element; box: DOMRect }[] = [];
    /** A link may take up the whole card that it stands in, by a sheet laid over it. */
    const room = (each: HTMLElement): DOMRect => {
      const sheet = getComputedStyle(each, '::after');
      if (sheet.content === 'none' || sheet.position !== 'absolute') return each.getBoundingClientRect();
      const on = getComputedStyle(each).position === 'static' ? each.offsetParent : each;
      const whole = (on ?? each).getBoundingClientRect();
      return new DOMRect(
        whole.x + parseFloat(sheet.left),
        whole.y + parseFloat(sheet.top),
        parseFloat(sheet.width),
        parseFloat(sheet.height),
      );
    };
    for (const each of document.querySelectorAll<HTMLElement>(pressable)) {
      const whole = each.closest('label') ?? each;
      if (boxes.some((other) => other.each === whole) || hidden(whole)) continue;
      if ((each as HTMLInputElement).disabled) continue;
      if (getComputedStyle(whole).display === 'inline' && whole.closest('p')) continue;
      const box = room(whole);
      // The way past the menu is seen only by whoever comes to it with the keyboard.
      if (box.width > 1) boxes.push({ each: whole, box });
    }
    for (const { each, box } of boxes)
      if (box.width < target - 0.5 || box.height < target - 0.5)
        found.push(`${named(each)}: ${round(box.width)} × ${round(box.height)}`);

    // What lies over the rest while it scrolls is not beside it.
    const layer = (each: Element | null): Element | null =>
      !each || /sticky|fixed/.test(getComputedStyle(each).position) ? each : layer(each.parentElement);
    boxes.forEach(({ each, box }, index) => {
      for (const { each: next, box: other } of boxes.slice(index + 1)) {
        if (each.contains(next) || next.contains(each) || layer(each) !== layer(next)) continue;
        if (rows && each.closest('li, tr') !== next.closest('li, tr')) continue;
        const x = Math.max(other.left - box.right, box.left - other.right);
        const y = Math.max(other.top - box.bottom, box.top - other.bottom);
        const apart = Math.max(x, y);
        if (apart > -1 && apart < gap - 0.5 && Math.min(x, y) < 0)
          found.push(`${named(each)} and ${named(next)}: ${round(apart)} apart`);
      }
    });
    return [...new Set(found)];
  }, least);
}
