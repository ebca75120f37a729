import { createHash, randomUUID } from 'node:crypto';

/** One who comes back: his credential, his outbox and who he is. */
export interface Phone {
  secret: string;
  stream: string;
  volunteer: string;
}
/** Runs one statement, with `?` for its values. */
export type Put = (text: string, ...values: (string | number | null)[]) => void;

const VILLAGE = 'village';
const hashed = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** Puts a village into an empty database: so many volunteers with a phone each, and so many needs. */
export function settle(put: Put, people: number, needs: number): Phone[] {
  let seq = 0;
  put(`delete from "row"`);
  const row = (kind: string, id: string, home: string, parent: string | null, body: object) =>
    put(
      `insert into "row" (kind, id, seq, home, parent, body) values (?, ?, ?, ?, ?, ?)`,
      kind,
      id,
      ++seq,
      home,
      parent,
      JSON.stringify(body),
    );
  row('area', VILLAGE, '', null, {
    id: VILLAGE,
    level: 'community',
    name: { 'zh-CN': '村' },
    parent: null,
    path: [VILLAGE],
    home: VILLAGE,
  });
  const places = [{}, {}];
  const service = {
    name: { 'zh-CN': '搬运' },
    icon: 'carrying',
    minutes: 60,
    takeWithin: 24,
    doneWithin: 72,
    about: 'household',
  };
  row('service', 'carrying', '', null, { id: 'carrying', ...service, places, goods: false, active: true });
  const phones = Array.from({ length: people }, (_, index): Phone => ({
    secret: `secret-${index}`,
    stream: randomUUID(),
    volunteer: `volunteer-${index}`,
  }));
  const skills = {
    skills: [],
    posts: [],
    tools: [],
    languages: [],
    free: [],
    weeklyHours: 6,
    wall: true,
    status: 'active',
  };
  for (const { volunteer, secret } of phones) {
    row('volunteer', volunteer, VILLAGE, null, { id: volunteer, name: volunteer, area: VILLAGE, ...skills });
    const device = {
      id: `phone-${volunteer}`,
      role: 'volunteer',
      area: VILLAGE,
      volunteer,
      name: volunteer,
      enrolledAt: 0,
    };
    row('device', device.id, VILLAGE, volunteer, device);
    put('insert into credential (device, hash, gen) values (?, ?, 1)', device.id, hashed(secret));
  }
  const now = Date.now();
  for (let index = 0; index < needs; index++) {
    const ask = {
      area: VILLAGE,
      service: 'carrying',
      household: `home-${index}`,
      goods: [],
      places,
      minutes: 60,
    };
    const when = {
      from: '2026-11-20',
      until: '2026-12-20',
      urgent: index % 7 === 0,
      channel: 'desk',
      postedAt: now,
      takeBy: now,
      doneBy: now,
    };
    const lists = { assignments: [], reports: [], escalations: [] };
    const need = {
      id: `need-${index}`,
      number: `1-${index}`,
      code: '1234',
      note: '请带上手套',
      ...ask,
      ...when,
      ...lists,
    };
    row('need', need.id, VILLAGE, ask.household, need);
  }
  put(`insert into "commit" (seq, nonce, at) values (?, ?, ?)`, seq, randomUUID(), now);
  put('update meta set seq = ?', seq);
  return phones;
}
