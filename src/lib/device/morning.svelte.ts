import { liveQuery } from 'dexie';
import { getContext, setContext } from 'svelte';
import type { Command } from '$lib/domain/command.ts';
import { dayAt, daysAfter } from '$lib/domain/days.ts';
import {
  commandsOf,
  difference,
  figures,
  holds,
  same,
  straight,
  type Alternative,
  type Bends,
  type Difference,
  type Figures,
  type Mending,
  type Pair,
  type Plan,
} from '$lib/domain/plan/plan.ts';
import type { Village } from '$lib/matching/index.ts';
import type { Desk } from './desk.svelte.ts';
import { byId, villageOf } from './desk-village.ts';
import { planFar } from './planning-far.ts';
import { Planning, type Progress } from './planning.ts';

/** Moves of a whole search, and of one that stays near to what was there. */
const MOVES = 100_000;
const FEW_MOVES = 20_000;
/** Volunteers times needs from which on the server plans, and how much longer it searches. */
const LARGE = 60_000;
const FAR_TIMES = 10;
const SEED = 1;
/** From this hour (Beijing time) on the next day is planned. */
const EVENING = 18;
const BEIJING = 8 * 60 * 60 * 1000;
const HOUR = 60 * 60 * 1000;
/** Many rows change at once when others are heard: the day is looked at when they have come to rest. */
const SETTLED = 1000;

/** What the last change did. */
export interface Change extends Difference {
  before: Figures;
  after: Figures;
}

/** The morning at the desk: a plan, how the coordinator bends it, and what becomes of it during the day. */
export class Morning {
  #area = $state<string>();
  #day = $state<string>();
  plan = $state.raw<Plan>();
  bends = $state.raw<Bends>(straight);
  /** What the last change did to the plan. */
  change = $state.raw<Change>();
  /** How far the search is, 0 to 1; undefined while nothing is searched for. */
  share = $state<number>();
  failed = $state(false);
  /** Needs whose part of the plan could not be sent, with the refusal. */
  refused = $state.raw<Record<string, string>>({});
  sending = $state(false);
  /** What has come apart today; undefined until it has been looked at once. */
  mendings = $state.raw<Mending[]>();
  readonly #planning = new Planning();
  #past = $state.raw<{ plan: Plan; bends: Bends }[]>([]);
  #stop: (() => void) | undefined;
  #turn = 0;

  constructor(readonly desk: Desk) {
    void this.#recall();
  }

  /** The area that is planned: the desk's own until another is chosen. */
  get area(): string {
    return this.#area ?? this.desk.session.you?.area ?? '';
  }

  /** The day that is planned: today, and from the evening on tomorrow, until another is chosen. */
  get day(): string {
    return this.#day ?? this.#next;
  }

  get #next(): string {
    const now = this.desk.now;
    const late = ((now + BEIJING) % (24 * HOUR)) / HOUR >= EVENING;
    return late ? daysAfter(dayAt(now), 1) : dayAt(now);
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** Looks for a plan anew. What was bent is forgotten once there is a plan without it. */
  propose = (): Promise<void> => this.#search(MOVES, straight);

  /** Ends the search; the best plan so far stays. */
  stop = () => this.#stop?.();

  /** Another area or day: the plan was for the old one. */
  choose(where: { area?: string; day?: string }): void {
    this.#leave();
    this.#area = where.area ?? this.#area;
    this.#day = where.day ?? this.#day;
    this.plan = undefined;
    this.#past = [];
    this.change = undefined;
    this.refused = {};
    void this.desk.session.database.meta.delete('morning');
  }

  isLocked = (pair: Pair): boolean => holds(this.bends.locked, pair);

  /** These two belong together; said again, they need not. The plan itself stays as it is. */
  lock(pair: Pair): Promise<void> {
    const { locked } = this.bends;
    return this.#bend({
      locked: this.isLocked(pair) ? locked.filter((each) => !same(each, pair)) : [...locked, pair],
    });
  }

  /** Not these two: somebody else is looked for. */
  bar = (pair: Pair): Promise<void> =>
    this.#bend({ barred: [...this.bends.barred, pair], locked: this.#without(pair) });

  /** `to` comes instead of whoever the pair names; without a pair he comes as one more. */
  swap(need: string, to: string, from?: string): Promise<void> {
    const gone = from === undefined ? [] : [{ need, volunteer: from }];
    const wanted = { need, volunteer: to };
    const { barred, leftOut } = this.bends;
    return this.#bend({
      locked: [...this.bends.locked.filter((each) => !gone.some((pair) => same(pair, each))), wanted],
      barred: [...barred.filter((each) => !same(each, wanted)), ...gone],
      leftOut: leftOut.filter((each) => each !== need),
    });
  }

  /** Not on this day; said again, it is. */
  leaveOut(need: string): Promise<void> {
    const { leftOut, locked } = this.bends;
    const out = leftOut.includes(need);
    return this.#bend({
      leftOut: out ? leftOut.filter((each) => each !== need) : [...leftOut, need],
      locked: locked.filter((pair) => pair.need !== need),
    });
  }

  undo(): void {
    const last = this.#past.at(-1);
    if (!last || !this.plan) return;
    this.#leave();
    this.change = changeOf(this.plan, last.plan);
    this.#past = this.#past.slice(0, -1);
    this.plan = last.plan;
    this.bends = last.bends;
    void this.#keep();
  }

  /** Who else could take part in a need. */
  async alternatives(need: string): Promise<Alternative[]> {
    if (!this.plan) return [];
    return this.#planning.alternatives({
      village: await this.#village(),
      plan: this.plan,
      bends: this.bends,
      need,
    });
  }

  /** Says the plan: an offer or an assignment for everybody new. */
  async send(as: 'need.offer' | 'need.assign'): Promise<void> {
    const { plan } = this;
    if (!plan || this.sending) return;
    this.sending = true;
    try {
      const needs = byId((await this.#village()).needs);
      const said = plan.visits.flatMap((visit): [string, Command[]][] => {
        const commands = commandsOf({ ...plan, visits: [visit] }, needs, as);
        return commands.length > 0 ? [[visit.need, commands]] : [];
      });
      this.refused = await this.#sayAll(said);
      this.change = undefined;
      this.#past = [];
    } finally {
      this.sending = false;
    }
  }

  /** Goes on looking what has come apart today, whatever page is open; answers how to end it. */
  watch(): () => void {
    const { database, you } = this.desk.session;
    const area = you?.area ?? '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (village: Village) => {
      clearTimeout(timer);
      timer = setTimeout(() => void this.#look(village), this.mendings ? SETTLED : 0);
    };
    const subscription = liveQuery(async () => {
      const now = Date.now() + ((await database.recall('offset')) ?? 0);
      return villageOf(database, { area, day: dayAt(now), now });
    }).subscribe({ next: look });
    return () => {
      clearTimeout(timer);
      subscription.unsubscribe();
      this.#planning.close();
    };
  }

  /** Asks those whom a repair names, or assigns them. */
  mend({ need: id, repair }: Mending, as: 'need.offer' | 'need.assign'): Promise<boolean> {
    const commands = (repair?.team ?? []).map(({ volunteer }) => ({
      name: as,
      args: { id, volunteer, ...(repair && { startsAt: repair.startsAt }) },
    }));
    return this.desk.say(`mend ${id}`, ...commands);
  }

  /** At once where nothing is refused; otherwise need by need, so that one refusal stops nothing else. Answers the refusals. */
  async #sayAll(said: readonly [need: string, commands: Command[]][]): Promise<Record<string, string>> {
    const { session } = this.desk;
    if (said.length === 0) return {};
    const all = await session.say(...said.flatMap(([, commands]) => commands));
    if (all.ok) return {};
    const refused: Record<string, string> = {};
    for (const [need, commands] of said) {
      const answer = await session.say(...commands);
      if (!answer.ok) refused[need] = answer.code;
    }
    return refused;
  }

  #without = (pair: Pair) => this.bends.locked.filter((each) => !same(each, pair));

  /** Ends the search, whatever it has found: it was for something else. */
  #leave(): void {
    this.stop();
    this.#turn++;
    this.share = undefined;
  }

  /** Bends the plan, and looks at once for the nearest one that is bent so. Where none can be made, all is as before. */
  async #bend(bends: Partial<Bends>): Promise<void> {
    if (!this.plan) return;
    const was = { plan: this.plan, bends: this.bends };
    this.bends = { ...was.bends, ...bends };
    this.#past = [...this.#past, was];
    await this.#search(FEW_MOVES, this.bends, was);
  }

  async #search(moves: number, bends: Bends, was?: { plan: Plan; bends: Bends }): Promise<void> {
    this.stop();
    const turn = ++this.#turn;
    const before = was?.plan;
    this.failed = false;
    this.share = 0;
    const settings = { seed: SEED, moves, bends, ...(before && { before }) };
    try {
      const village = await this.#village();
      const progress: Progress = (share, better) => {
        if (turn !== this.#turn) return;
        this.share = share;
        if (better && !before) this.#begin(better);
      };
      const plan =
        (before ? undefined : await this.#far(village, moves, progress)) ??
        (await this.#here({ village, settings }, progress));
      if (turn !== this.#turn) return;
      if (before) this.change = changeOf(before, plan);
      else this.#begin(plan);
      this.plan = plan;
      await this.#keep();
    } catch {
      if (turn !== this.#turn) return;
      this.failed = true;
      if (was) this.bends = was.bends;
      if (was) this.#past = this.#past.slice(0, -1);
    } finally {
      if (turn === this.#turn) this.share = undefined;
    }
  }

  /** A plan that nobody has bent yet. */
  #begin(plan: Plan): void {
    this.plan = plan;
    this.bends = straight;
    this.change = undefined;
    this.#past = [];
  }

  #here(asks: Parameters<Planning['plan']>[0], progress: Progress): Promise<Plan> {
    const { done, stop } = this.#planning.plan(asks, progress);
    this.#stop = stop;
    return done;
  }

  /** A large area is planned by the server, if it can be reached and knows all that was said here. */
  async #far({ area, day, volunteers, needs }: Village, moves: number, progress: Progress) {
    const { session } = this.desk;
    if (volunteers.length * needs.length < LARGE || session.sync.state !== 'sent') return undefined;
    const { done, stop } = planFar({ area, day, seed: SEED, moves: FAR_TIMES * moves }, progress);
    this.#stop = stop;
    return done;
  }

  /** A worker that could not answer is asked again with the next change; nothing is lost by it. */
  async #look(village: Village): Promise<void> {
    const found = await this.#planning.mend(village).catch(() => undefined);
    this.mendings = found ?? this.mendings ?? [];
  }

  #village() {
    const { area, day } = this;
    return villageOf(this.desk.session.database, { area, day, now: this.desk.now });
  }

  async #keep(): Promise<void> {
    const { area, day, plan, bends } = this;
    if (plan) await this.desk.session.database.remember('morning', { area, day, plan, bends });
  }

  /** A page that was closed in the middle of planning goes on where it was, on the same day. */
  async #recall(): Promise<void> {
    const kept = await this.desk.session.database.recall('morning');
    if (!kept || kept.day < dayAt(this.desk.now) || this.plan) return;
    this.#area = kept.area;
    this.#day = kept.day;
    this.plan = kept.plan;
    this.bends = kept.bends;
  }
}

const changeOf = (before: Plan, after: Plan): Change => ({
  ...difference(before, after),
  before: figures(before),
  after: figures(after),
});

const KEY = Symbol('morning');
export const provideMorning = (morning: Morning): Morning => setContext(KEY, morning);
export const useMorning = (): Morning => getContext<Morning>(KEY);
