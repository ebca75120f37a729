import { coordinates } from '$lib/domain/device/device.ts';
import { project } from '$lib/domain/project.ts';
import type { Standing } from '$lib/sync/protocol.ts';
import type { Caller } from './identity/identity.ts';
import { Problem } from './problem.ts';
import type { Store } from './store/port.ts';
import { Tree } from './tree.ts';

/** How every device stood when it was last heard, as far as the caller may see it. @throws Problem 403 for all but coordinators. */
export async function standings(store: Store, { who, revoked }: Caller): Promise<Standing[]> {
  if (revoked || !coordinates(who)) throw new Problem(403, 'not-allowed');
  return store.read(async (tx) => {
    const tree = await new Tree().catchUp(tx);
    const seen = (await tx.all('device')).filter(({ row }) => project(row, who, tree));
    const latest = new Map<string, Standing>();
    for (const { device, seenAt, left, app, kept, health } of await tx.streams(seen.map(({ row }) => row.id)))
      if (seenAt > (latest.get(device)?.seenAt ?? -1))
        latest.set(device, { device, seenAt, left, app, kept, ...(health && { health }) });
    return [...latest.values()];
  });
}
