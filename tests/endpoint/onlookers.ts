import { randomUUID } from 'node:crypto';
import { plant, type Area, type Level } from '$lib/domain/area/area.ts';
import type { Command } from '$lib/domain/command.ts';
import type { Device, Role } from '$lib/domain/device/device.ts';
import { row } from '$lib/domain/row.ts';
import { json as answered } from '$lib/server/body.ts';
import { catalogue } from '$lib/server/catalogue.ts';
import { parseRequest } from '$lib/server/commands.ts';
import { enrol, invite, recognise } from '$lib/server/identity/identity.ts';
import { Journal } from '$lib/server/journal.ts';
import { Receiver } from '$lib/server/receive.ts';
import { openStore } from '$lib/server/store/open.ts';
import type { Store } from '$lib/server/store/port.ts';
import type { Answer, Cursor, Op, Wipe } from '$lib/sync/protocol.ts';
import { hashed } from './asked.ts';
import type { Json } from './samples.ts';

/** Two townships, three villages, two grids; in each of four places a household with a need. */
const tree: [id: string, parent: string | null, level: Level][] = [
  ['county', null, 'county'],
  ['near', 'county', 'township'],
  ['away', 'county', 'township'],
  ['village', 'near', 'community'],
  ['grid', 'village', 'grid'],
  ['grid2', 'village', 'grid'],
  ['other', 'near', 'community'],
  ['far', 'away', 'community'],
];
export const places = ['grid', 'grid2', 'other', 'far'] as const;
export type Place = (typeof places)[number];
export const people = {
  anna: 'grid',
  bek: 'grid',
  dil: 'grid',
  gul: 'grid2',
  cem: 'other',
  fay: 'far',
} as const;
export type Person = keyof typeof people;

const codes = { grid: '8117', grid2: '8227', other: '8337', far: '8447' };
export const household = (at: Place) => ({
  ...{ id: `household-${at}`, area: at, name: `屋主-${at}.`, place: `门牌-${at}.` },
  phone: `139${codes[at]}0000`,
  consent: { version: 1, mode: 'staff' as const },
});
export const need = (at: Place) => ({
  ...{ id: `need-${at}`, number: `1-${codes[at]}`, code: codes[at], area: at, service: 'carrying' },
  ...{ household: `household-${at}`, note: `便条-${at}.`, goods: [], places: [{}], minutes: 60 },
  ...{ from: '2027-01-01', until: '2027-01-30', urgent: false, channel: 'desk' as const },
});
const phoneOf = (person: Person) => `188${Object.keys(people).indexOf(person)}6660000`;

const roles = {
  administrator: ['administrator', 'county'],
  awayCoordinator: ['coordinator', 'away'],
  villageCoordinator: ['coordinator', 'village'],
  gridCoordinator: ['coordinator', 'grid'],
  kiosk: ['kiosk', 'village'],
  anna: ['volunteer', 'grid'],
  bek: ['volunteer', 'grid'],
  dil: ['volunteer', 'grid'],
  cem: ['volunteer', 'other'],
} as const satisfies Record<string, [Role, string]>;
export type Name = keyof typeof roles;
export const onlookerNames = Object.keys(roles) as Name[];

/** What to look for in the raw text of an answer: a word for each thing that not everybody may know, and how it is spelled. */
export const markers: Record<string, string> = {};
for (const at of places) {
  markers[`name ${at}`] = household(at).name;
  markers[`phone ${at}`] = household(at).phone;
  markers[`place ${at}`] = household(at).place;
  markers[`household ${at}`] = household(at).id;
  markers[`note ${at}`] = need(at).note;
  markers[`code ${at}`] = `"${need(at).code}"`;
  markers[`need ${at}`] = `"${need(at).id}"`;
}
for (const person of Object.keys(people) as Person[]) {
  markers[`person ${person}`] = `志愿者-${person}.`;
  markers[`mobile ${person}`] = phoneOf(person);
}
for (const name of onlookerNames) markers[`device ${name}`] = `设备-${name}.`;

/** The things that this text tells, by their words. */
export const told = (text: string): string[] =>
  Object.keys(markers).filter((word) => text.includes(markers[word] ?? '\0'));

/** A server in the test's own process whose clock stands still until it is moved, and who looks at it. */
export class Scene {
  now = 1_800_000_000_000;
  readonly receiver: Receiver;
  readonly onlookers = new Map<Name, Onlooker>();

  private constructor(readonly store: Store) {
    this.receiver = new Receiver(store, Journal.inMemory());
  }

  static async open(url: string): Promise<Scene> {
    const scene = new Scene(await openStore(url));
    const areas = new Map<string, Area>();
    for (const [id, parent, level] of tree)
      areas.set(id, plant({ id, level, name: { 'zh-CN': id } }, parent ? (areas.get(parent) ?? null) : null));
    const root = { id: 'root', role: 'administrator' as const, area: 'county', name: '设备-administrator.' };
    const device: Device = { ...root, enrolledAt: 0 };
    await scene.store.write(async (tx) => {
      const shared = [...[...areas.values()].map((area) => row('area', area))];
      shared.push(...catalogue.map((service) => row('service', service)));
      await tx.put(shared.map((each) => ({ row: each, home: '' })));
      await tx.put([{ row: row('device', device), home: 'county' }]);
      await tx.keepCredential({ hash: hashed('root'), device: 'root', gen: 1 });
    });
    const administrator = new Onlooker(scene, 'root');
    scene.onlookers.set('administrator', administrator);
    await administrator.say(
      ...Object.entries(people).map(([id, area]): Command => {
        const blank = { skills: [], posts: [], tools: [], languages: [], free: [], weeklyHours: 6 };
        const about = { id, area, name: `志愿者-${id}.`, phone: phoneOf(id as Person) };
        return { name: 'volunteer.keep', args: { ...about, ...blank, wall: id !== 'bek', status: 'active' } };
      }),
    );
    for (const name of onlookerNames.slice(1)) await scene.letIn(name);
    await administrator.say(
      ...places.map((at): Command => ({ name: 'household.keep', args: household(at) })),
      ...places.map((at): Command => ({ name: 'need.post', args: need(at) })),
    );
    return scene;
  }

  who(name: Name): Onlooker {
    const onlooker = this.onlookers.get(name);
    if (!onlooker) throw new Error(`${name} is not there`);
    return onlooker;
  }

  /** Invites and lets in a device as the doors do it. */
  async letIn(name: Name): Promise<void> {
    const by = await recognise(this.store, 'root');
    if (!by || by.revoked) throw new Error('the administrator is gone');
    const [role, area] = roles[name];
    const volunteer = role === 'volunteer' ? { volunteer: name } : {};
    const wish = { role, area, name: `设备-${name}.`, ...volunteer };
    const { code } = await invite(this.store, by, wish, this.now);
    const { secret } = await enrol(this.store, code, undefined, this.now);
    this.onlookers.set(name, new Onlooker(this, secret));
  }
}

/** A device that remembers every word it was told. */
export class Onlooker {
  readonly stream = randomUUID();
  cursor: Cursor | null = null;
  /** All that the answers to its own questions said, raw. */
  heard = '';
  /** Every `del` it was sent, to its own questions and to questions from the beginning. */
  readonly forgotten: { kind: string; id: string }[] = [];
  #n = 0;
  readonly #rows = new Map<string, Map<string, Json>>();

  constructor(
    readonly scene: Scene,
    readonly secret: string,
  ) {}

  /** What the endpoint says, as text, just as its route would. */
  async ask(ops: Op[], cursor: Cursor | null, limit: number): Promise<string> {
    const caller = await recognise(this.scene.store, this.secret);
    if (!caller) throw new Error('not known');
    const bare = new Request('http://server/api/sync', { method: 'POST' });
    const { stream } = this;
    const body = { protocol: 1, stream, cursor, ops, left: 0, limit, sent: this.scene.now };
    const heard = parseRequest(JSON.parse(JSON.stringify(body)));
    if (!heard) throw new Error('malformed');
    return (await answered(await this.scene.receiver.receive(heard, caller, this.scene.now), bare)).text();
  }

  /** Says commands and hears what is new; throws if one is refused. */
  async say(...commands: Command[]): Promise<string> {
    const at = this.scene.now;
    const ops = commands.map(({ name, args }) => ({ n: ++this.#n, name, v: 1, args, at }));
    let text = '';
    for (;;) {
      const page = await this.ask(text ? [] : ops, this.cursor, 50);
      text += page;
      const answer = JSON.parse(page) as Answer | Wipe;
      if ('wipe' in answer) {
        this.#rows.clear();
        break;
      }
      const refused = answer.results.find((result) => !result.ok);
      if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
      this.#take(answer);
      if (!answer.more) break;
    }
    this.heard += text;
    return text;
  }

  /** Hears what is new. */
  hear = () => this.say();

  /** Asks for everything from the beginning, in pages of `limit`. */
  async everything(limit: number): Promise<string> {
    let text = '';
    let cursor: Cursor | null = null;
    for (;;) {
      const page = await this.ask([], cursor, limit);
      text += page;
      const answer = JSON.parse(page) as Answer | Wipe;
      if ('wipe' in answer) return text;
      this.#note(answer);
      ({ cursor } = answer);
      if (!answer.more) return text;
    }
  }

  /** What it holds after all it was told: rows put and not deleted; contacts until they expire. */
  holds(): string {
    const contacts = this.#rows.get('contact') ?? new Map<string, Json>();
    for (const [id, contact] of contacts) {
      const { expiresAt } = contact as { expiresAt?: number };
      if (expiresAt !== undefined && expiresAt <= this.scene.now) contacts.delete(id);
    }
    return JSON.stringify([...this.#rows].map(([kind, rows]) => [kind, ...rows.values()]));
  }

  #take(answer: Answer) {
    if (answer.reset) this.#rows.clear();
    for (const [kind, bodies] of Object.entries(answer.put)) {
      const rows = this.#rows.get(kind) ?? new Map<string, Json>();
      this.#rows.set(kind, rows);
      for (const body of bodies) rows.set(body.id, body as unknown as Json);
    }
    for (const [kind, ids] of Object.entries(answer.del))
      for (const id of ids) this.#rows.get(kind)?.delete(id);
    this.cursor = answer.cursor;
    this.#note(answer);
  }

  #note(answer: Answer) {
    for (const [kind, ids] of Object.entries(answer.del))
      this.forgotten.push(...ids.map((id) => ({ kind, id })));
  }
}
