import { getContext, setContext } from 'svelte';
import type { Command, Slip } from '$lib/domain/command.ts';
import type { Service } from '$lib/domain/service/service.ts';
import { Tries } from './kiosk-tries.svelte.ts';

/** What somebody has put in so far. */
export class Draft {
  service = $state<string>();
  when = $state<'today' | 'week' | 'date'>();
  from = $state('');
  until = $state('');
  name = $state('');
  phone = $state('');
  office = $state(false);
  area = $state<string>();
  /** Codes of the tiles that say how to find the door or the spot. */
  marks = $state<string[]>([]);
  house = $state('');

  reachable = $derived(this.office || this.phone.length >= 7);
}

/** One person's time at the kiosk. It lives in memory only: never in a store, an address or the history. */
export class Visit {
  draft = new Draft();
  /** Which question is being asked, from 1. */
  step = $state(1);
  /** Set when a step is changed from the screen that reads everything back. */
  changing = $state(false);
  /** The slip that was given for what was asked. */
  slip = $state.raw<Slip>();
  /** The slip that was looked up, and the one of the repair that followed. */
  found = $state.raw<{ id: string; number: string; code: string }>();
  repair = $state.raw<Slip>();

  /** Goes to another question, or back to the reading if this one was only being changed. */
  go(step: number): void {
    this.step = this.changing ? 5 : step;
    this.changing = false;
  }

  change(step: number): void {
    this.step = step;
    this.changing = true;
  }

  /** A service about a place needs nobody to call. */
  get asksWhom(): boolean {
    return this.#about === 'household';
  }

  #about = $state<Service['about']>('household');

  choose(service: Service): void {
    if (service.about !== this.#about) this.draft.marks = [];
    this.#about = service.about;
    this.draft.service = service.id;
    this.go(2);
  }
}

/** The kiosk as long as the app is open: visits come and go, wrong tries at slips are remembered over them. */
export class Kiosk {
  visit = $state.raw(new Visit());
  readonly tries = new Tries();

  /** Nothing of the visit is left. */
  wipe(): void {
    this.visit = new Visit();
  }
}

/** What is said for a draft: the household, if it is for one, and the need. `place` is the way there in words. */
export function commandsFor(draft: Draft, service: Service, slip: Slip, place: string): Command[] {
  const household = crypto.randomUUID();
  const area = draft.area ?? '';
  const home = service.about === 'household';
  const keep: Command = {
    name: 'household.keep',
    args: {
      id: household,
      area,
      name: draft.name.trim(),
      place,
      ...(draft.office ? {} : { phone: draft.phone }),
    },
  };
  const post: Command = {
    name: 'need.post',
    args: {
      ...slip,
      area,
      service: service.id,
      ...(home ? { household } : { spot: place }),
      goods: [],
      places: service.places.map((each) => ({ ...each })),
      minutes: service.minutes,
      from: draft.from,
      until: draft.until,
      urgent: false,
      channel: 'kiosk',
    },
  };
  return home ? [keep, post] : [post];
}

const KEY = Symbol('kiosk');
export const provideKiosk = (kiosk: Kiosk): Kiosk => setContext(KEY, kiosk);
export const useKiosk = (): Kiosk => getContext<Kiosk>(KEY);
