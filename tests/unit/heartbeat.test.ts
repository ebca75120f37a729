import { expect, test } from 'vitest';
import { parseRequest } from '$lib/server/commands.ts';

const request = {
  ...{ protocol: 1, stream: '7d4f7f3c-5a0f-4a51-9f0e-0d6d1c7b1a11', cursor: null, ops: [], left: 3 },
  ...{ limit: 100, sent: 1, app: '1.0', kept: true, keeps: [] },
};
const health = { battery: 0.5, charging: true, free: 1e9 };

test('K16: the heartbeat is version, queue, battery, room and time; a word more is refused', () => {
  expect(Object.keys(parseRequest({ ...request, health }) ?? {}).sort()).toEqual(
    [...Object.keys(request), 'health'].sort(),
  );
  for (const more of [{ user: 'x' }, { position: [43, 87] }, { language: 'ug' }, { lastVisit: 1 }])
    expect(parseRequest({ ...request, health: { ...health, ...more } })).toBeUndefined();
  for (const wrong of [{ battery: 2 }, { charging: 'yes' }, { free: -1 }])
    expect(parseRequest({ ...request, health: { ...health, ...wrong } })).toBeUndefined();
});
