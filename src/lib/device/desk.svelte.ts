import { getContext, setContext } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import { within, type Area } from '$lib/domain/area/area.ts';
import type { Command, Slip } from '$lib/domain/command.ts';
import type { Household } from '$lib/domain/household/household.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { fold } from './desk-search.ts';
import { Live } from './live.svelte.ts';
import type { Spoken, SpokenWithSlip } from './outbox.ts';
import type { Session } from './session.svelte.ts';

const SHORTCUTS = 'yardem-desk-shortcuts';
const EVERY = 30_000;

/** A slip that was given out, with what its QR code holds. */
export type Given = Required<Pick<SpokenWithSlip, 'slip' | 'codes'>>;

/** What every page of the desk looks things up in, and what it remembers from page to page. Holds no need. */
export class Desk {
  /** Searched for in the list of needs. In memory only: it may be somebody's name. */
  search = $state('');
  readonly #areas: Live<Map<string, Area>>;
  readonly #services: Live<Map<string, Service>>;
  readonly #households: Live<Map<string, Household>>;
  readonly #volunteers: Live<Map<string, Volunteer>>;
  readonly #offset: Live<number>;
  #shortcuts = $state(true);
  #refused = $state<Record<string, string | undefined>>({});
  #tick = createSubscriber((changed) => {
    const timer = setInterval(changed, EVERY);
    return () => clearInterval(timer);
  });

  constructor(readonly session: Session) {
    const { database } = session;
    this.#areas = new Live(async () => byId(await database.area.toArray()));
    this.#services = new Live(async () => byId(await database.service.toArray()));
    this.#households = new Live(async () => byId(await database.household.toArray()));
    this.#volunteers = new Live(async () => byId(await database.volunteer.toArray()));
    this.#offset = new Live(async () => (await database.recall('offset')) ?? 0);
    this.#shortcuts = localStorage.getItem(SHORTCUTS) !== 'off';
  }

  /** The server's time as far as this device knows it, fresh every half minute. */
  get now(): number {
    this.#tick();
    return Date.now() + (this.#offset.current ?? 0);
  }

  /** True once everything below has been read. */
  get ready(): boolean {
    const all = [this.#areas, this.#services, this.#households, this.#volunteers];
    return !!this.session.you && all.every((each) => each.current !== undefined);
  }

  get areas(): Map<string, Area> {
    return this.#areas.current ?? byId<Area>([]);
  }

  get services(): Map<string, Service> {
    return this.#services.current ?? byId<Service>([]);
  }

  get households(): Map<string, Household> {
    return this.#households.current ?? byId<Household>([]);
  }

  get volunteers(): Map<string, Volunteer> {
    return this.#volunteers.current ?? byId<Volunteer>([]);
  }

  /** The areas this desk looks after, each before those below it. */
  get own(): Area[] {
    const root = this.session.you?.area ?? '';
    return [...this.areas.values()].filter((area) => within(area, root));
  }

  get administers(): boolean {
    return this.session.you?.role === 'administrator';
  }

  /** Single-key shortcuts, which whoever is disturbed by them can turn off on this device. */
  get shortcuts(): boolean {
    return this.#shortcuts;
  }

  set shortcuts(on: boolean) {
    this.#shortcuts = on;
    localStorage.setItem(SHORTCUTS, on ? 'on' : 'off');
  }

  /** Households whose name, phone or place has the words in it; the first `limit`. */
  find(words: string, limit = 8): Household[] {
    const wanted = fold(words);
    const found: Household[] = [];
    for (const each of this.households.values()) {
      if (!fold(`${each.name} ${each.phone ?? ''} ${each.place}`).includes(wanted)) continue;
      if (found.push(each) === limit) break;
    }
    return found;
  }

  /** Why the last attempt at `place` was refused; each action on a page has a place of its own. */
  refused(place: string): string | undefined {
    return this.#refused[place];
  }

  /** Says it, and keeps a refusal for the place where it was said. True if it holds. */
  async say(place: string, ...commands: Command[]): Promise<boolean> {
    return this.#heed(place, await this.session.say(...commands));
  }

  /** The same for what goes along with a fresh slip; answers the slip if it holds. */
  async sayWithSlip(place: string, make: (slip: Slip) => Command[]): Promise<Given | undefined> {
    const { said, slip, codes } = await this.session.sayWithSlip(make);
    return this.#heed(place, said) && slip && codes ? { slip, codes } : undefined;
  }

  #heed(place: string, answer: Spoken): boolean {
    this.#refused = { ...this.#refused, [place]: answer.ok ? undefined : answer.code };
    return answer.ok;
  }

  /** A new page begins without the refusals of the last. */
  forget() {
    this.#refused = {};
  }
}

const byId = <T extends { id: string }>(rows: T[]) => new Map(rows.map((row) => [row.id, row]));

const KEY = Symbol('desk');
export const provideDesk = (desk: Desk): Desk => setContext(KEY, desk);
export const useDesk = (): Desk => getContext<Desk>(KEY);
