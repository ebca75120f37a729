import type { Command, Slip } from '$lib/domain/command.ts';
import { NOTICE } from '$lib/domain/household/household.ts';
import type { Service } from '$lib/domain/service/service.ts';
import { reach } from './kiosk-reach.ts';

/** What somebody has put in so far. */
export class Draft {
  service = $state<string>();
  about = $state<Service['about']>('household');
  when = $state<'today' | 'week' | 'date'>();
  from = $state('');
  until = $state('');
  name = $state('');
  /** He does not write his name: the office asks him when it calls. */
  nameless = $state(false);
  phone = $state('');
  office = $state(false);
  area = $state<string>();
  /** Codes of the tiles that say how to find the door or the spot. */
  marks = $state<string[]>([]);
  house = $state('');

  get named(): boolean {
    return this.nameless || this.name.trim() !== '';
  }

  get reach() {
    return reach(this.phone, this.office);
  }

  get placed(): boolean {
    return this.area !== undefined && (this.marks.length > 0 || this.house !== '');
  }
}

/**
 * What is said for a draft whose reading back was agreed to: the household, if it is for one, and the need. `place` is the way there in words, `nameless` what
 * stands for a name that was not written.
 */
export function commandsFor(
  draft: Draft,
  service: Service,
  slip: Slip,
  { place, nameless }: { place: string; nameless: string },
): Command[] {
  const { area = '', from, until } = draft;
  const household = service.about === 'household' ? crypto.randomUUID() : undefined;
  const post: Command = {
    name: 'need.post',
    args: {
      ...slip,
      area,
      service: service.id,
      ...(household ? { household } : { spot: place }),
      goods: [],
      places: service.places,
      minutes: service.minutes,
      from,
      until,
      urgent: false,
      channel: 'kiosk',
    },
  };
  if (!household) return [post];
  const phone = draft.office ? {} : { phone: draft.phone };
  return [
    {
      name: 'household.keep',
      args: {
        ...{ id: household, area, name: draft.nameless ? nameless : draft.name.trim(), place, ...phone },
        consent: { version: NOTICE, mode: 'self' },
      },
    },
    post,
  ];
}
