import { expect, test } from 'vitest';
import { endings } from '$lib/domain/service/season.ts';
import type { Service } from '$lib/domain/service/service.ts';
import * as v from '../../support/village.ts';

const hay = (from: string, until: string, id = 'hay'): Service => ({
  ...v.services.hay,
  id,
  season: { from, until },
});
const open = [{ service: 'hay' }, { service: 'hay' }, { service: 'snow' }, { service: 'cleaning' }];
const told = (services: Service[], today: string) =>
  endings(services, open, today)
    .map(({ service, until, open }) => `${service} ${until} ${open}`)
    .join(', ');

test.each([
  ['a month before its end, nobody is warned', '2025-10-31', ''],
  ['two weeks before, the desk is', '2025-11-16', 'hay 2025-11-30 2'],
  ['on the last day, too', '2025-11-30', 'hay 2025-11-30 2'],
  ['afterwards it is too late', '2025-12-01', ''],
  ['before it has begun it cannot end', '2025-07-20', ''],
])('given hay from August to November: %s', (_, today, then) => {
  expect(told([hay('08-01', '11-30')], today)).toBe(then);
});

test('given a season over new year, then it ends in the year after', () => {
  expect(told([hay('11-01', '01-10')], '2025-12-30')).toBe('hay 2026-01-10 2');
  expect(told([hay('11-01', '02-29')], '2026-02-20')).toBe('hay 2026-02-28 2');
  expect(told([hay('11-01', '02-29')], '2028-02-20')).toBe('hay 2028-02-29 2');
});

test('given several, then the nearest is told first, and those without open needs or seasons not at all', () => {
  const services = [
    hay('08-01', '11-30'),
    hay('08-01', '11-20', 'snow'),
    hay('08-01', '11-18', 'haircut'),
    v.services.cleaning,
  ];
  expect(told(services, '2025-11-17')).toBe('snow 2025-11-20 1, hay 2025-11-30 2');
});
