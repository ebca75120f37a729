import type { Command, Slip } from '$lib/domain/command.ts';
import { NOTICE } from '$lib/domain/household/household.ts';
import type { Service } from '$lib/domain/service/service.ts';

/** What somebody has put in so far. */
export class Draft {
  service = $state<string>();
  about = $state<Service['about']>('household');
  when = $state<'today' | 'week' | 'date'>();
  from = $state('');
  until = $state('');
  name = $state('');
  phone = $state('');
  office = $state(false);
  area = $state<string>();
  /** Codes of the tiles that say how to find the door or the spot. */
  marks = $state<string[]>([]);
  house = $state('');

  get reachable(): boolean {
    return this.office || this.phone.length >= 7;
  }

  get placed(): boolean {
    return this.area !== undefined && (this.marks.length > 0 || this.house !== '');
  }
}

/** What is said for a draft whose reading back was agreed to: the household, if it is for one, and the need. `place` is the way there in words. */
export function commandsFor(draft: Draft, service: Service, slip: Slip, place: string): Command[] {
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
        ...{ id: household, area, name: draft.name.trim(), place, ...phone },
        consent: { version: NOTICE, mode: 'self' },
      },
    },
    post,
  ];
}
