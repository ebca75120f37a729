import 'fake-indexeddb/auto'; // before dexie: it looks for indexedDB once, at import
import { Database } from '$lib/device/database.ts';
import { Exchange } from '$lib/device/exchange.svelte.ts';
import { say } from '$lib/device/outbox.ts';
import type { Command } from '$lib/domain/command.ts';
import type { Device, Role } from '$lib/domain/device/device.ts';
import { areaOf, row, type Row } from '$lib/domain/row.ts';
import { plant } from '$lib/domain/area/area.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { catalogue } from '$lib/server/catalogue.ts';
import { parseRequest } from '$lib/server/commands.ts';
import type { Caller } from '$lib/server/identity/identity.ts';
import { who } from '$lib/domain/device/device.ts';
import { Journal } from '$lib/server/journal.ts';
import { Receiver } from '$lib/server/receive.ts';
import { openStore } from '$lib/server/store/open.ts';
import type { Store } from '$lib/server/store/port.ts';
import type { Silence } from '$lib/device/wire.ts';
import type { Reply, Request } from '$lib/sync/protocol.ts';

let count = 0;

/** A village with a real server inside and real devices around it, joined by a wire that tests can cut. */
export class Village {
  readonly journal = Journal.inMemory();
  receiver: Receiver;
  readonly areas = {
    county: plant({ id: 'county', level: 'county', name: { 'zh-CN': '县' } }, null),
    village: plant({ id: 'village', level: 'community', name: { 'zh-CN': '村' } }, countyNode),
    grid: plant({ id: 'grid', level: 'grid', name: { 'zh-CN': '一网格' } }, villageNode),
    other: plant({ id: 'other', level: 'community', name: { 'zh-CN': '邻村' } }, countyNode),
  };

  private constructor(readonly store: Store) {
    this.receiver = new Receiver(store, this.journal);
  }

  static async found(url = 'memory:'): Promise<Village> {
    const village = new Village(await openStore(url));
    await village.settle([
      ...Object.values(village.areas).map((area) => row('area', area)),
      ...catalogue.map((service) => row('service', service)),
    ]);
    return village;
  }

  /** Puts rows straight into the store. */
  async settle(rows: Row[]): Promise<void> {
    const homes = new Map(Object.values(this.areas).map((area) => [area.id, area.home]));
    await this.store.write((tx) =>
      tx.put(
        rows.map((each) => {
          const parent =
            each.kind === 'need' ? each.body.household : each.kind === 'device' ? each.body.volunteer : '';
          return { row: each, home: homes.get(areaOf(each) ?? '') ?? '', ...(parent && { parent }) };
        }),
      ),
    );
  }

  async volunteer(id: string, more: Partial<Volunteer> = {}): Promise<Volunteer> {
    const volunteer: Volunteer = {
      id,
      name: `志愿者 ${id}`,
      area: 'grid',
      phone: `19900${id.length}`,
      skills: ['hay', 'haircut'],
      posts: [],
      tools: ['mower'],
      languages: ['zh'],
      free: [],
      weeklyHours: 6,
      wall: true,
      status: 'active',
      ...more,
    };
    await this.settle([row('volunteer', volunteer)]);
    return volunteer;
  }

  async device(role: Role, area: string, volunteer?: string): Promise<TestDevice> {
    const device: Device = {
      id: `device-${++count}`,
      role,
      area,
      name: `${role} ${count}`,
      enrolledAt: 0,
      ...(volunteer && { volunteer }),
    };
    await this.settle([row('device', device)]);
    return new TestDevice(this, { device, who: who(device), gen: 1, revoked: false });
  }
}

const countyNode = { id: 'county', path: ['county'], home: 'county' };
const villageNode = { id: 'village', path: ['county', 'village'], home: 'village' };

/** A device with a real database and the real exchange; only the wire is the test's. */
export class TestDevice {
  readonly database: Database;
  readonly exchange: Exchange;
  online = true;
  /** Lets the server hear the request, and loses its answer. */
  loseAnswer = false;
  readonly replies: Reply[] = [];

  constructor(
    readonly village: Village,
    readonly caller: Caller,
  ) {
    this.database = new Database(`test-${caller.device.id}`);
    this.exchange = new Exchange(this.database, (request) => this.#carry(request));
  }

  say = (...commands: Command[]) => say(this.database, ...commands);

  sync = () => this.exchange.exchange();

  async need(id: string) {
    const need = await this.database.need.get(id);
    if (!need) throw new Error(`${this.caller.who.role} does not hold need ${id}`);
    return need;
  }

  /** The caller as the server recognises it now: it may have been shut out since. */
  async #recognised(): Promise<Caller> {
    const [now] = await this.village.store.read((tx) =>
      tx.rows([{ kind: 'device', id: this.caller.device.id }]),
    );
    const device = now?.row.kind === 'device' ? now.row.body : this.caller.device;
    return { ...this.caller, device, revoked: device.revokedAt !== undefined };
  }

  async #carry(request: Request): Promise<Reply | Silence> {
    if (!this.online) return 'unreachable';
    const heard = parseRequest(JSON.parse(JSON.stringify(request)));
    if (!heard) throw new Error('the device said something malformed');
    const reply = await this.village.receiver.receive(heard, await this.#recognised(), Date.now());
    if (this.loseAnswer) return 'unreachable';
    this.replies.push(reply);
    return JSON.parse(JSON.stringify(reply)) as Reply;
  }
}
