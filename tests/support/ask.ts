import type { Arguments } from '$lib/domain/command.ts';

/** A need that somebody posts for the household below. */
export const ask = (more: Partial<Arguments['need.post']> = {}): Arguments['need.post'] => ({
  id: 'n1',
  number: '1-1',
  code: '0420',
  area: 'grid',
  service: 'hay',
  household: 'h1',
  note: '门口有狗',
  goods: [],
  places: [{ tool: 'mower' }],
  minutes: 120,
  from: '2026-11-23',
  until: '2026-11-30',
  urgent: false,
  channel: 'desk',
  ...more,
});
export const home = {
  ...{ id: 'h1', area: 'grid', name: '古丽大妈', phone: '19912345678', place: '水渠旁蓝门' },
  consent: { version: 1, mode: 'staff' as const },
};
/** What must be nowhere once the household is erased. */
export const words = /门口有狗|古丽大妈|19912345678|水渠旁蓝门/;
