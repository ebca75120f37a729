import { homesOf } from '$lib/domain/area/area.ts';
import type { Who } from '$lib/domain/device/device.ts';
import { assignmentOf, closed, type Need } from '$lib/domain/need/need.ts';
import { project } from '$lib/domain/project.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import { suited } from '$lib/matching/index.ts';
import type { Visited } from '$lib/sync/visit.ts';
import { contactsOf } from './contacts.ts';
import type { Reading } from './store/port.ts';
import type { Tree } from './tree.ts';

const NEAR = 5;
const PAGE = 2000;

/** What a volunteer who is signed in at a kiosk is shown: as on his phone, everything goes through `project`. `now` in epoch milliseconds. */
export async function visited(
  tx: Reading,
  tree: Tree,
  who: Who,
  volunteer: Volunteer,
  now: number,
): Promise<Visited> {
  const needs = await needsFor(tx, tree, who);
  const shown = needs.flatMap((each) => {
    const seen = project({ kind: 'need', id: each.id, body: each }, who, tree);
    return seen?.kind === 'need' ? seen.body : [];
  });
  const own = shown.filter((need) => assignmentOf(need, who.person));
  const mine = own.filter((need) => {
    const status = assignmentOf(need, who.person)?.status ?? '';
    if (need.cancelledAt) return false;
    return (
      ['accepted', 'started'].includes(status) || (['offered', 'standby'].includes(status) && !closed(need))
    );
  });
  const areas = new Map([...tree.areas()].map((each) => [each.id, each]));
  const ids = new Set(mine.map(({ id }) => id));
  const near = suited({ volunteer, areas, own, now }, shown)
    .filter(({ need }) => !ids.has(need.id))
    .slice(0, NEAR)
    .map(({ need }) => need);
  const whole = needs.filter(({ id }) => ids.has(id));
  return {
    ...{ now, you: volunteer, mine, near },
    contacts: await contactsOf(tx, whole, who, now),
    fellows: await namesOn(tx, tree, who, mine),
  };
}

/** The needs that travel his way: of his village, or of all below his township. */
async function needsFor(tx: Reading, tree: Tree, who: Who): Promise<Need[]> {
  const own = tree.get('area', who.area);
  const homes = own ? homesOf(own, tree.areas()) : [];
  const found: Need[] = [];
  for (let after = 0; ;) {
    const page = await tx.changed(after, PAGE, homes);
    for (const change of page)
      if (!('gone' in change) && change.row.kind === 'need') found.push(change.row.body);
    if (page.length < PAGE) return found;
    after = page.at(-1)?.seq ?? after;
  }
}

async function namesOn(
  tx: Reading,
  tree: Tree,
  who: Who,
  needs: readonly Need[],
): Promise<Record<string, string>> {
  const ids = new Set(
    needs.flatMap(({ assignments }) => assignments.flatMap(({ volunteer }) => volunteer ?? [])),
  );
  ids.delete(who.person);
  const rows = await tx.rows([...ids].map((id) => ({ kind: 'volunteer' as const, id })));
  return Object.fromEntries(
    rows.flatMap(({ row }) => {
      const seen = project(row, who, tree);
      return seen?.kind === 'volunteer' ? [[seen.id, seen.body.name]] : [];
    }),
  );
}
