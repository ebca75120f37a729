/** Those who want to hear of commits. One that throws harms neither the others nor the commit, which stands already. */
export class Watchers {
  readonly #all: ((seq: number) => void)[] = [];

  add(heard: (seq: number) => void): void {
    this.#all.push(heard);
  }

  tell(seq: number): void {
    for (const heard of this.#all)
      try {
        heard(seq);
      } catch (error) {
        console.error('Somebody who was told of a commit failed:', error);
      }
  }

  close(): void {
    this.#all.length = 0;
  }
}
