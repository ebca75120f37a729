import type { Page } from '@playwright/test';

/**
 * Lets every text on the page be 40 % longer than it was written, as another language may be: words made of the text's own
 * letters are put after it, also where it appears later; how many there were. Numbers and what runs in a box of its own (`bdi`) stay as they are.
 */
export function lengthen(page: Page): Promise<number> {
  return page.evaluate(() => {
    let grown = 0;
    const done = new WeakMap<Text, string>();
    const grow = (text: Text) => {
      const { data, parentElement: parent } = text;
      const letters = [...data.trim()];
      if (!parent || done.get(text) === data || !/\p{L}/u.test(data)) return;
      if (parent.closest('bdi, script, style')) return;
      const more = Math.ceil(letters.length * 0.4);
      const tail = letters.slice(0, more).join('').trim();
      // Han runs on; elsewhere a further word begins, as words are about as long in all these languages.
      const longer = `${data.trimEnd()}${/\p{Script=Han}/u.test(tail) ? '' : ' '}${tail}`;
      done.set(text, longer);
      grown++;
      text.data = longer;
    };
    const walk = (node: Node) => {
      if (node instanceof Text) return grow(node);
      const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) grow(texts.currentNode as Text);
    };
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes)
        if (type === 'characterData') walk(target);
        else addedNodes.forEach(walk);
    }).observe(document, { subtree: true, childList: true, characterData: true });
    walk(document.body);
    return grown;
  });
}

/** What on the page is cut off or sticks out, in words: buttons, tabs and choices, and the page itself. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const named = (each: Element) =>
      `${each.tagName.toLowerCase()}.${each.classList[0] ?? ''} “${(each.textContent ?? '').trim().slice(0, 30)}”`;
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide on ${clientWidth}`);
    for (const each of document.querySelectorAll<HTMLElement>(
      'button, a[href], label, [role=tab], legend, h1, h2, h3',
    )) {
      if (!each.checkVisibility() || each.closest('.visually-hidden') || each.matches(':has(> select)'))
        continue;
      const box = each.getBoundingClientRect();
      if (box.width <= 1) continue;
      if (box.right > clientWidth + 1 || box.left < -1) found.push(`${named(each)} leaves the screen`);
      if (getComputedStyle(each).display === 'inline') continue;
      // Text measured where it really lies: nothing of it may stand outside its button.
      const texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
      const sticksOut = (line: DOMRect) =>
        line.width > 1 && (line.left < box.left - 1 || line.right > box.right + 1);
      while (texts.nextNode()) {
        if (texts.currentNode.parentElement?.closest('.visually-hidden')) continue;
        const text = document.createRange();
        text.selectNodeContents(texts.currentNode);
        if ([...text.getClientRects()].some(sticksOut)) found.push(`${named(each)} runs over its side`);
      }
      const style = getComputedStyle(each);
      if (style.textOverflow === 'ellipsis' && each.scrollWidth > each.clientWidth)
        found.push(`${named(each)} is cut`);
      if (each.scrollHeight > each.clientHeight + 2 && style.overflow !== 'visible')
        found.push(`${named(each)} is cut below`);
    }
    return [...new Set(found)];
  });
}
