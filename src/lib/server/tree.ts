import type { Area } from '$lib/domain/area/area.ts';
import type { Row, World } from '$lib/domain/row.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { Reading } from './store/port.ts';

/** Areas and services, which every rule asks for and which seldom change: held in memory, caught up at each transaction. */
export class Tree implements World {
  #epoch = '';
  #seq = 0;
  readonly #areas = new Map<string, Area>();
  readonly #services = new Map<string, Service>();

  /**
   * The tree as `tx` sees it: this one, brought up to date, for another process may have changed it. Who looks at an
   * earlier moment, or at another life of the database, gets a tree of his own: others are looking at this one.
   */
  async catchUp(tx: Reading): Promise<Tree> {
    const { epoch, seq } = await tx.meta();
    if (this.#epoch === '') this.#epoch = epoch;
    if (epoch !== this.#epoch || seq < this.#seq) return new Tree().catchUp(tx);
    const page = 2000;
    while (this.#seq < seq) {
      const changes = await tx.changed(this.#seq, page, []);
      for (const change of changes) if (!('gone' in change)) this.#keep(change.row);
      this.#seq = changes.length < page ? seq : (changes.at(-1)?.seq ?? seq);
    }
    return this;
  }

  get = ((kind: string, id: string) =>
    kind === 'area'
      ? this.#areas.get(id)
      : kind === 'service'
        ? this.#services.get(id)
        : undefined) as World['get'];

  areas(): Iterable<Area> {
    return this.#areas.values();
  }

  #keep(row: Row) {
    if (row.kind === 'area') this.#areas.set(row.id, row.body);
    if (row.kind === 'service') this.#services.set(row.id, row.body);
  }
}
