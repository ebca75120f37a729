import { invite } from '../identity/identity.ts';
import type { Store } from '../store/port.ts';

export const faces = ['kiosk', 'phone', 'desk'] as const;
export type Face = (typeof faces)[number];
export const isFace = (word: string): word is Face => (faces as readonly string[]).includes(word);

/** A fresh invitation into the demo village, as its desk would give it. */
export async function demoCode(store: Store, face: Face, now: number): Promise<string> {
  const areas = await store.read((tx) => tx.all('area'));
  const tree = areas.flatMap(({ row }) => (row.kind === 'area' ? [row.body] : []));
  const root = tree.find((area) => area.parent === null);
  const village = tree.find((area) => area.level === 'community') ?? root;
  if (!root || !village) throw new Error('the demo village is empty');
  const device = {
    id: 'demo-desk',
    role: 'administrator' as const,
    area: root.id,
    name: 'demo',
    enrolledAt: now,
  };
  const desk = {
    device,
    revoked: false,
    gen: 1,
    who: { device: device.id, role: device.role, person: device.id, area: root.id },
  };
  const wish = {
    kiosk: { role: 'kiosk' as const, area: village.id, name: '村委会终端' },
    phone: { role: 'volunteer' as const, area: village.id, volunteer: 'volunteer-01', name: '手机' },
    desk: { role: 'administrator' as const, area: root.id, name: '村委会电脑' },
  }[face];
  return (await invite(store, desk, wish, now)).code;
}
