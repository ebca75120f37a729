import { getContext, setContext } from 'svelte';
import type { Slip } from '$lib/domain/command.ts';
import type { Face } from '$lib/domain/need/need.ts';
import type { Service } from '$lib/domain/service/service.ts';
import type { Locale } from '$lib/domain/texts.ts';
import { Awake } from './kiosk-wake.svelte.ts';
import type { Staff } from './kiosk-staff.svelte.ts';
import { Applying } from './kiosk-apply.svelte.ts';
import { commandsFor, Draft } from './kiosk-draft.svelte.ts';
import { Member } from './kiosk-member.svelte.ts';
import { Tries } from './kiosk-tries.svelte.ts';
import type { Codes } from './outbox.ts';
import { bySlip } from './kiosk-rows.ts';
import { bySlipCode, type Unscanned } from './kiosk-scan.ts';
import type { Session } from './session.svelte.ts';

/** One person's time at the kiosk. It lives in memory only: never in a store, an address or the history. */
export class Visit {
  draft = $state.raw(new Draft());
  /** Somebody wants to help, or a volunteer is here to take tasks. */
  readonly applying = new Applying();
  readonly member = new Member();
  /** How large the letters are, as this person wishes. */
  letters = $state<'normal' | 'large' | 'largest'>('normal');
  /** Which question is being asked, from 1. */
  step = $state(1);
  /** One question is only being put right: what follows is the reading back, not the next question. */
  changing = $state(false);
  /** Whoever asks is old enough, or not alone. Asked, and kept nowhere. */
  grown = $state<boolean>();
  /** Asking goes on elsewhere: with a grown-up, or on paper. */
  halted = $state<'young' | 'disagree'>();
  /** What was asked for, once it is written down: no more of it than stands on the slip. */
  given = $state.raw<{ slip: Slip; codes: Codes; service: string; from: string; until: string }>();
  /** The slip that was looked up, and what followed a rating of it. */
  found = $state.raw<{ id: string; code: string }>();
  rating = $state(false);
  /** It is being asked whether everything shall be erased. */
  erasing = $state(false);
  rated = $state.raw<{ repair?: Slip; codes?: Codes }>();
  refusal = $state<string>();
  busy = $state(false);

  choose(service: Service): void {
    if (this.draft.about !== service.about) {
      this.draft.marks = [];
      this.changing = false;
    }
    this.draft.about = service.about;
    this.draft.service = service.id;
    this.next();
  }

  /** To the next question; a need about a place has nobody to call. */
  next(): void {
    const next = this.step + 1;
    this.step = this.changing ? 5 : next === 3 && this.draft.about === 'place' ? 4 : next;
    this.changing = false;
  }

  back(): void {
    const last = this.step - 1;
    this.step = this.changing ? 5 : last === 3 && this.draft.about === 'place' ? 2 : last;
    this.changing = false;
  }

  change(step: number): void {
    this.step = step;
    this.changing = true;
  }

  /** What was put in is forgotten there and then: nothing of it may be kept. */
  halt(why: 'young' | 'disagree'): void {
    this.halted = why;
    this.draft = new Draft();
  }

  /** Writes the request down and gives its slip, network or not; `words` as in `commandsFor`. */
  async post(session: Session, service: Service, words: { place: string; nameless: string }): Promise<void> {
    await this.#once(async () => {
      const { said, slip, codes } = await session.sayWithSlip((fresh) =>
        commandsFor(this.draft, service, fresh, words),
      );
      this.refusal = said.ok ? undefined : said.code;
      if (!said.ok || !slip || !codes) return;
      const { from, until } = this.draft;
      this.given = { slip, codes, service: service.id, from, until };
      this.draft = new Draft();
    });
  }

  /** True if number and code belong together. */
  async find(session: Session, tries: Tries, number: string, code: string): Promise<boolean> {
    if (tries.wait > 0) return false;
    const need = await bySlip(session.database, number, code);
    if (!need) {
      tries.wrong();
      return false;
    }
    tries.right();
    this.found = { id: need.id, code };
    return true;
  }

  /** The same by the code on the paper, held before the camera. */
  async scan(session: Session, tries: Tries, text: string): Promise<Unscanned | 'found'> {
    if (tries.wait > 0) return 'wrong';
    const found = await bySlipCode(session.database, text);
    if (typeof found === 'string') {
      if (found === 'wrong') tries.wrong();
      return found;
    }
    tries.right();
    this.found = found;
    return 'found';
  }

  async rate(session: Session, face: Face, proxy: boolean): Promise<void> {
    await this.#once(async () => {
      const { found } = this;
      if (!found) return;
      const { said, slip, codes } = await session.sayWithSlip((repair) => [
        { name: 'need.rate', args: { ...found, face, proxy, repair } },
      ]);
      this.refusal = said.ok ? undefined : said.code;
      if (!said.ok || !slip) return;
      // Only a repair that was really opened is promised: there may be one already, or the need was rated before.
      const opened = said.rows.some((each) => each.id === slip.id);
      this.rated = opened ? { repair: slip, ...(codes && { codes }) } : {};
    });
  }

  /** Asks that everything about the household be erased; a coordinator does it. */
  async askErasure(session: Session): Promise<void> {
    await this.#once(async () => {
      if (!this.found) return;
      const answer = await session.say({ name: 'need.ask-erasure', args: this.found });
      this.refusal = answer.ok ? undefined : answer.code;
      if (answer.ok) this.erasing = false;
    });
  }

  /** An impatient second press says nothing twice. */
  async #once(deed: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await deed();
    } finally {
      this.busy = false;
    }
  }
}

type World = { speak: (locale: Locale) => void; leave: () => void };

/** The kiosk as long as the app is open: visits come and go, wrong tries at slips are remembered over them. */
export class Kiosk {
  visit = $state.raw(new Visit());
  locale = $state<Locale>('zh-CN');
  /** Somebody reads the committee's notices at the resting screen. */
  reading = $state(false);
  readonly tries = new Tries();
  readonly awake = new Awake();

  constructor(
    locale: Locale,
    readonly world: World,
    readonly staff: Staff,
  ) {
    this.locale = locale;
  }

  /** Somebody has set language or letters for himself. */
  get touched(): boolean {
    return this.locale !== 'zh-CN' || this.visit.letters !== 'normal';
  }

  speak(locale: Locale): void {
    this.world.speak(locale);
    this.locale = locale;
  }

  /** Nothing of the visit is left, not even its language. */
  end(): void {
    this.staff.close();
    this.visit.member.leave();
    this.visit = new Visit();
    this.speak('zh-CN');
    this.world.leave();
  }
}

const KEY = Symbol('kiosk');
export const provideKiosk = (kiosk: Kiosk): Kiosk => setContext(KEY, kiosk);
export const useKiosk = (): Kiosk => getContext<Kiosk>(KEY);
