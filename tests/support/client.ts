import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Arguments, Name } from '$lib/domain/command.ts';
import type { Role } from '$lib/domain/device/device.ts';
import type { Answer, Op, Request as Ask, Resend } from '$lib/sync/protocol.ts';
import { TestServer } from './server.ts';

/** What a server sent back, as it came over the wire. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
}
export interface Sending {
  method?: string;
  body?: string | Uint8Array;
  headers?: Record<string, string>;
}

/** A caller over HTTP, device or stranger, that sends whatever a test wants sent: also what no app would. */
export class Client {
  cookie = '';
  readonly url: string;
  readonly address: string;
  readonly stream = randomUUID();
  #n = 0;

  /** @param address where the call seems to come from; strangers are counted by it */
  constructor(url: string, address = `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join('.')}`) {
    this.url = url;
    this.address = address;
  }

  async send(path: string, { method = 'POST', body, headers = {} }: Sending = {}): Promise<Reply> {
    const all = { 'x-forwarded-for': this.address, ...(this.cookie && { cookie: this.cookie }), ...headers };
    const sent = body === undefined ? {} : { body: new Uint8Array(Buffer.from(body)) };
    const response = await fetch(this.url + path, { method, headers: all, redirect: 'manual', ...sent });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  post(path: string, value: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const body = JSON.stringify(value);
    return this.send(path, { body, headers: { 'content-type': 'application/json', ...headers } });
  }

  /** Comes in with a code and keeps the credential. */
  async enrol(code: string, village?: string): Promise<this> {
    const reply = await this.post('/api/enrol', { code, ...(village && { village }) });
    if (reply.status !== 200) throw new Error(`not let in: ${reply.status} ${reply.text}`);
    this.cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    return this;
  }

  /** A well-formed request, with these ops and changes. */
  request(ops: unknown[] = [], more: Partial<Record<keyof Ask, unknown>> = {}): Record<string, unknown> {
    const sent = Date.now();
    return { protocol: 1, stream: this.stream, cursor: null, ops, left: 0, limit: 500, sent, ...more };
  }

  sync(ops: unknown[] = [], more: Partial<Record<keyof Ask, unknown>> = {}): Promise<Reply> {
    return this.post('/api/sync', this.request(ops, more));
  }

  /** Says commands as the next ops of this device's own stream. */
  async say(...commands: Said[]): Promise<Answer> {
    const reply = await this.sync(commands.map((each) => op(++this.#n, each.name, each.args)));
    const answer = JSON.parse(reply.text) as Answer | Resend;
    if (!('results' in answer)) throw new Error(`not heard: ${reply.status} ${reply.text}`);
    return answer;
  }

  async invite(wish: Wish): Promise<string> {
    const reply = await this.post('/api/invite', wish);
    if (reply.status !== 200) throw new Error(`no invitation: ${reply.status} ${reply.text}`);
    return (JSON.parse(reply.text) as { code: string }).code;
  }
}

export interface Wish {
  role: Role;
  area: string;
  name: string;
  volunteer?: string;
}
export type Said = { [N in Name]: { name: N; args: Arguments[N] } }[Name];

export const op = (n: number, name: string, args: unknown, more: Partial<Op> = {}) => ({
  ...{ n, name, v: 1, args, at: Date.now() },
  ...more,
});

/** All rows of a SQLite file as text, for comparing; without the tables named. */
export function dump(file: string, ...without: string[]): string {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare(`select name from sqlite_master where type = 'table' order by name`)
      .all();
    const lines = tables.flatMap(({ name }) => {
      const table = String(name);
      if (without.includes(table)) return [];
      const rows = database.prepare(`select * from "${table}" order by rowid`).all();
      return rows.map((row) => `${table} ${JSON.stringify(row)}`);
    });
    return lines.join('\n');
  } finally {
    database.close();
  }
}

/** Everything but what a server notes of who called and what was answered. */
export const truth = (file: string) => dump(file, 'stream', 'receipt');

/** The database as it lies on the disk, its log included. */
export const bytesOf = (file: string): Buffer =>
  Buffer.concat([file, `${file}-wal`].filter((each) => existsSync(each)).map((each) => readFileSync(each)));

/** Reads or changes a server's rows behind its back. */
export function behind<T>(file: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** A served village: a real process, one area with two grids, two volunteers, a household with a need; devices of each role. */
export interface Served {
  server: TestServer;
  /** The code of the set-up link that the first start printed. */
  setUp: string;
  village: string;
  desk: Client;
  coordinator: Client;
  kiosk: Client;
  anna: Client;
  bek: Client;
  /** Secrets and codes that were given out. */
  secrets: string[];
}

export const home = {
  ...{ id: 'h1', area: 'grid-1', name: '古丽大妈', phone: '19912345678', place: '水渠旁蓝门' },
  consent: { version: 1, mode: 'staff' as const },
};
export const need: Arguments['need.post'] = {
  ...{ id: 'n1', number: '1-1', code: '0420', area: 'grid-1', service: 'carrying', household: 'h1' },
  ...{ note: '门口有狗', goods: [], places: [{}], minutes: 60, from: '2026-11-23', until: '2026-12-30' },
  ...{ urgent: false, channel: 'desk' },
};
export const volunteer = (id: string, area = 'grid-1'): Arguments['volunteer.keep'] => ({
  ...{ id, area, name: `志愿者 ${id}`, phone: `1990000${id.length}${id.charCodeAt(0)}` },
  ...{ skills: [], posts: [], tools: [], languages: ['zh'], free: [], weeklyHours: 6, wall: true },
  status: 'active',
});

export async function serve(): Promise<Served> {
  if (!existsSync('build/index.js'))
    throw new Error(
      'build/index.js is missing: these tests ask the built server. Run `npm run build` first.',
    );
  // Behind a proxy, as in the village: so that each test can call from an address of its own.
  const server = await TestServer.start({ ADDRESS_HEADER: 'x-forwarded-for' });
  const setUp = /join#(\w+)/.exec(server.log)?.[1] ?? '';
  const desk = await new Client(server.url).enrol(setUp, '杏园村');
  const village = JSON.parse((await desk.sync()).text) as Answer;
  const root = village.you.area;
  const grid = (id: string): Said => ({
    name: 'area.keep',
    args: { id, parent: root, level: 'grid', name: { 'zh-CN': id } },
  });
  await desk.say(
    grid('grid-1'),
    grid('grid-2'),
    { name: 'volunteer.keep', args: volunteer('anna') },
    { name: 'volunteer.keep', args: volunteer('bek') },
    { name: 'volunteer.keep', args: volunteer('chen', 'grid-2') },
    { name: 'household.keep', args: home },
    { name: 'need.post', args: need },
  );
  const secrets = [setUp];
  const enter = async (wish: Wish) => {
    const code = await desk.invite(wish);
    const client = await new Client(server.url).enrol(code);
    secrets.push(code, client.cookie.split('=')[1] ?? '');
    return client;
  };
  secrets.push(desk.cookie.split('=')[1] ?? '');
  return {
    ...{ server, setUp, village: root, desk, secrets },
    coordinator: await enter({ role: 'coordinator', area: 'grid-1', name: '网格员' }),
    kiosk: await enter({ role: 'kiosk', area: root, name: '终端' }),
    anna: await enter({ role: 'volunteer', area: root, volunteer: 'anna', name: '手机' }),
    bek: await enter({ role: 'volunteer', area: root, volunteer: 'bek', name: '手机' }),
  };
}
