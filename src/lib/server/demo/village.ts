import type { Arguments } from '$lib/domain/command.ts';
import { clock, type Who } from '$lib/domain/device/device.ts';
import type { Household } from '$lib/domain/household/household.ts';
import { row, type Row } from '$lib/domain/row.ts';
import { catalogue } from '../catalogue.ts';
import { demoAreas } from './areas.ts';
import { Cast } from './cast.ts';
import { demoGatherings } from './gatherings.ts';
import { demoHouseholds, demoVolunteers } from './people.ts';
import { Random } from './random.ts';
import { demoSheets } from './sheets.ts';
import { Stage } from './stage.ts';
import { open } from './stories-open.ts';
import { past } from './stories-past.ts';
import { today } from './stories-today.ts';
import type { At, Part, Step, Story } from './story.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR;

const desk: Who = { device: 'demo-desk', role: 'administrator', person: 'demo-desk', area: 'county' };
const kiosk: Who = { device: 'demo-kiosk', role: 'kiosk', person: 'demo-kiosk', area: 'village' };

/**
 * An invented village as it might look at `now`: nobody in it lives anywhere. The same seed and time tell the same village.
 * Its needs are not written down but played, command by command, so that they can only be what the rules allow.
 */
export function demoVillage(now: number, seed = 1): Row[] {
  const random = new Random(seed);
  const areas = demoAreas();
  const volunteers = demoVolunteers(areas, random, (offset) => dayOf(now, offset));
  const households = demoHouseholds(areas, random);
  const stage = new Stage([
    ...areas.map((each) => row('area', each)),
    // A demo is opened in any month: nothing in it is out of season.
    ...catalogue.map(({ season: _season, ...each }) => row('service', each)),
    ...volunteers.map((each) => row('volunteer', each)),
    ...households.map((each) => row('household', each)),
  ]);
  const cast = new Cast(volunteers, households, new Map(areas.map((each) => [each.id, each])), random);
  // Series 0 is given to no device, and its count begins where a phone without a series would not come by chance.
  let count = 100;
  const slip = (id: string) => ({ id, number: `0-${++count}`, code: String(1000 + random.below(9000)) });
  for (const story of [...past, ...today, ...open]) new Play(story, stage, cast, now, slip).perform();
  const home = cast.home('near');
  stage.say('routine.keep', everyFriday(home, dayOf(now, 0)), desk, now);
  for (const sheet of demoSheets(dayOf(now, 6))) stage.say('sheet.keep', sheet, desk, now - HOUR);
  for (const { gathering, coming } of demoGatherings(now)) {
    stage.say('gathering.keep', gathering, desk, now);
    for (const { id, area } of volunteers.slice(1, coming + 1))
      stage.say('gathering.join', { id: gathering.id }, phoneOf(id, area), now);
  }
  return stage.rows();
}

const phoneOf = (person: string, area: string): Who => ({
  device: `demo-phone-${person}`,
  role: 'volunteer',
  person,
  area,
});

/** What comes back in the village by itself: the server's clock posts it. */
function everyFriday(home: Household, from: string): Arguments['routine.keep'] {
  const { places, minutes } = catalogue.find((each) => each.id === 'cleaning') ?? { places: [], minutes: 0 };
  const ask = { service: 'cleaning', household: home.id, area: home.area, goods: [], places, minutes };
  const when = { rule: 'FREQ=WEEKLY;BYDAY=FR', from, half: 'am' as const, ahead: 6, paused: false };
  return { id: 'routine-friday', ...ask, ...when, urgent: false, note: '老两口，擦地、倒煤灰' };
}

type MintSlip = (id: string) => Arguments['need.rate']['repair'];

class Play {
  readonly #players = new Map<Part, string>();
  #last = -Infinity;

  constructor(
    private readonly story: Story,
    private readonly stage: Stage,
    private readonly cast: Cast,
    private readonly now: number,
    private readonly slip: MintSlip,
  ) {}

  perform(): void {
    const id = `need-${this.story.id}`;
    this.#post(id);
    for (const step of this.story.steps ?? []) this.#act(id, step);
    for (const step of this.story.repair ?? []) this.#act(`${id}-repair`, step);
  }

  #post(id: string): void {
    const { service, posted, days, half, urgent = false, note, about, goods = [], where } = this.story;
    const { places, minutes } = catalogue.find((each) => each.id === service) ?? { places: [], minutes: 0 };
    const home = about ? undefined : this.cast.home(where);
    const ask = {
      ...this.slip(id),
      ...(about && { area: about[0], spot: about[1] }),
      ...(home && { household: home.id }),
      ...(note && { note }),
      ...(half && { half }),
      ...{ area: about?.[0] ?? home?.area ?? 'village', service, goods, places, minutes, urgent },
      ...{ from: dayOf(this.now, days[0]), until: dayOf(this.now, days[1]) },
    };
    const at = this.#when(posted);
    if (this.story.desk) this.stage.say('need.post', { ...ask, channel: 'desk' }, desk, at);
    else this.stage.say('need.post', { ...ask, channel: 'kiosk' }, kiosk, at);
  }

  #act(id: string, step: Step): void {
    const at = this.#when(step[0]);
    const { stage } = this;
    switch (step[1]) {
      case 'offer':
      case 'assign':
      case 'absent':
        return stage.say(`need.${step[1]}`, { id, volunteer: this.#player(id, step[2]) }, desk, at);
      case 'pledge':
      case 'deliver':
        return stage.say(
          `need.${step[1]}`,
          { id, item: step[3], quantity: step[4] },
          this.#phone(id, step[2]),
          at,
        );
      case 'lapse':
        return stage.say('need.lapse', { id, volunteer: this.#player(id, step[2]) }, clock, at);
      case 'claim':
      case 'accept':
      case 'decline':
      case 'withdraw':
      case 'start':
        return stage.say(`need.${step[1]}`, { id }, this.#phone(id, step[2]), at);
      case 'finish':
      case 'report':
        return stage.say(`need.${step[1]}`, { id, ...step[3] }, this.#phone(id, step[2]), at);
      case 'rate':
        return this.#rate(id, step[2], step[3] === 'proxy', at);
      case 'escalate':
        return stage.say('need.escalate', { id, why: step[2] }, clock, at);
      case 'edit':
        return stage.say('need.edit', { id, changes: step[2] }, desk, at);
      case 'cancel':
      case 'give-up':
        return stage.say(`need.${step[1]}`, { id }, desk, at);
    }
  }

  /** The household at the kiosk with the slip's code, or somebody for it at the desk, who says so. */
  #rate(id: string, face: Arguments['need.rate']['face'], proxy: boolean, at: number): void {
    const args = { id, face, proxy, repair: this.slip(`${id}-repair`) };
    const code = this.stage.get('need', id)?.code;
    if (proxy) this.stage.say('need.rate', args, desk, at);
    else this.stage.say('need.rate', { ...args, ...(code && { code }) }, kiosk, at);
  }

  #player(id: string, part: Part): string {
    const known = this.#players.get(part);
    if (known) return known;
    const places = this.stage.get('need', id)?.places ?? [];
    const player = this.cast.helper(part, places, [...this.#players.values()]);
    this.#players.set(part, player);
    return player;
  }

  #phone(id: string, part: Part): Who {
    const person = this.#player(id, part);
    return phoneOf(person, this.stage.get('volunteer', person)?.area ?? '');
  }

  /** @throws Error for a story that goes back in time, or ahead of it. */
  #when(said: At): number {
    const at = timeOf(this.now, said);
    if (at < this.#last || at > this.now) throw new Error(`${this.story.id}: ${said} is out of order`);
    this.#last = at;
    return at;
  }
}

function timeOf(now: number, said: At): number {
  if (typeof said === 'number') return Math.round(now + said * HOUR);
  const [day = 0, hours = 0, minutes = 0] = said.split(/[ :]/).map(Number);
  const midnight = Math.floor((now + BEIJING) / DAY) * DAY - BEIJING;
  return midnight + day * DAY + hours * HOUR + minutes * (HOUR / 60);
}

const dayOf = (now: number, offset: number) =>
  new Date(now + BEIJING + offset * DAY).toISOString().slice(0, 10);
