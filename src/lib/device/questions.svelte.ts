import { dayAt, daysAfter } from '$lib/domain/days.ts';
import { inSeason, type Service } from '$lib/domain/service/service.ts';
import type { You } from '$lib/sync/protocol.ts';
import type { Database } from './database.ts';
import type { Spoken } from './outbox.ts';
import { ownRow, sights, type Sight } from './phone.ts';
import type { Session } from './session.svelte.ts';

/** What can be asked about today: the services that are advice. */
export async function subjects(database: Database, day: string): Promise<Service[]> {
  return (await database.service.toArray()).filter(
    (each) => each.advice && each.active && inSeason(each, day),
  );
}

/** What this volunteer asked, the latest first; what was taken back is gone for him. */
export async function questions(database: Database, you: You): Promise<Sight[]> {
  const asked = await database.need.where('asker').equals(you.person).toArray();
  const kept = asked.filter(({ cancelledAt }) => !cancelledAt);
  return sights(
    database,
    you,
    kept.sort((a, b) => b.postedAt - a.postedAt),
  );
}

/** Asking somebody who knows, and taking a question back; keeps why the last was refused. */
export class Questions {
  #refused = $state<Extract<Spoken, { ok: false }>['code']>();

  constructor(readonly session: Session) {}

  get refused() {
    return this.#refused;
  }

  /** Asks a question in his own area; it is for nobody's household. True if it was written down. */
  ask = async (service: Service, note: string): Promise<boolean> => {
    const { you, database } = this.session;
    if (!you) return false;
    const { id, places, minutes, doneWithin } = service;
    const area = (await ownRow(database, you))?.area ?? you.area;
    const from = dayAt(Date.now() + ((await database.recall('offset')) ?? 0));
    const until = daysAfter(from, Math.ceil(doneWithin / 24));
    const ask = { area, service: id, note, goods: [], places, minutes, from, until, urgent: false };
    const { said } = await this.session.sayWithSlip((slip) => [
      { name: 'need.post', args: { ...slip, ...ask, channel: 'phone' } },
    ]);
    return this.#heed(said);
  };

  takeBack = async (id: string): Promise<boolean> =>
    this.#heed(await this.session.say({ name: 'need.cancel', args: { id } }));

  #heed(said: Spoken): boolean {
    this.#refused = said.ok ? undefined : said.code;
    return said.ok;
  }
}
