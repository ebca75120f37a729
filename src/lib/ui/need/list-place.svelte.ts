/** How far somebody has come in the list of open needs. It lasts as long as the tab does, and says nothing about anybody. */
export interface KeptPlace {
  service: string;
  most: number;
  /** The card at the top of the screen: which need, the how-manieth, and how far below the edge, in pixels. */
  top?: { id: string; index: number; below: number };
}

/** A phone draws a screenful or two at once, and on asking many more: nobody should have to ask fifty times. */
export const FIRST = 12;
const MORE = 60;

/** Which service is looked for, how many cards are asked for, and where to go back to. */
export class ListPlace {
  service = $state('');
  most = $state(FIRST);
  /** Where he was when he left the list. */
  top = $state.raw<KeptPlace['top']>();
  /** The list, once it stands. */
  list: HTMLElement | undefined;
  #away = false;

  more(): void {
    this.most += MORE;
  }

  /** What is to be known to come back here. */
  kept(): KeptPlace {
    const cards = this.#cards();
    const index = cards.findIndex((card) => card.getBoundingClientRect().bottom > 0);
    const [card, id] = [cards[index], cards[index]?.dataset.need];
    const top = card && id ? { id, index, below: card.getBoundingClientRect().top } : undefined;
    return { service: this.service, most: this.most, ...(top && { top }) };
  }

  restore({ service, most, top }: KeptPlace): void {
    Object.assign(this, { service, most, top });
    this.#away = true;
  }

  /**
   * Goes back to the card, once; to the one that stands where it stood if it is gone. Cards above it are still being drawn and
   * turn out lower or higher than they were taken for: it is held in its place until he touches anything.
   */
  goBack(): void {
    const { list, top } = this;
    if (!list || !top || !this.#away) return;
    this.#away = false;
    const holding = new ResizeObserver(() => this.#hold(top));
    holding.observe(list);
    const touched = new AbortController();
    const letGo = () => {
      holding.disconnect();
      touched.abort();
    };
    for (const touch of ['pointerdown', 'wheel', 'keydown'])
      addEventListener(touch, letGo, { signal: touched.signal, capture: true, passive: true });
  }

  #hold({ id, index, below }: NonNullable<KeptPlace['top']>): void {
    const cards = this.#cards();
    const card = cards.find(({ dataset }) => dataset.need === id) ?? cards[Math.min(index, cards.length - 1)];
    if (card) scrollBy({ top: card.getBoundingClientRect().top - below, behavior: 'instant' });
  }

  #cards(): HTMLElement[] {
    return [...(this.list?.children ?? [])].filter((each) => each instanceof HTMLElement);
  }
}
