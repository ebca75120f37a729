import type { Arguments } from '$lib/domain/command.ts';
import { DAY, dayAt, startOf } from '$lib/domain/days.ts';

const HOUR = 60 * 60 * 1000;

/** A gathering of the demo, and how many of the village's volunteers say that they come. */
interface Planned {
  gathering: Arguments['gathering.keep'];
  coming: number;
}

/** What the village does together next, at whatever time the demo starts: on the coming Saturday, and on the Wednesday after it. */
export function demoGatherings(now: number): Planned[] {
  const today = startOf(dayAt(now));
  // On a Saturday it is the next: today's may be over.
  const weekday = new Date(today + 8 * HOUR).getUTCDay();
  const saturday = today + ((6 - weekday + 7) % 7 || 7) * DAY;
  return [
    {
      coming: 12,
      gathering: {
        id: 'gathering-canal',
        area: 'village',
        title: {
          'zh-CN': '一起清水渠',
          ug: 'بىللە ئۆستەڭ تازىلاش',
          'kk-Arab': 'بىرگە ارىق تازالاۋ',
          en: 'Clearing the canal together',
        },
        spot: '村口水闸',
        startsAt: saturday + 10 * HOUR,
        minutes: 150,
      },
    },
    {
      coming: 5,
      gathering: {
        id: 'gathering-yard',
        area: 'grid-1',
        title: {
          'zh-CN': '文化大院聚会',
          ug: 'مەدەنىيەت ھويلىسىدا يىغىلىش',
          'kk-Arab': 'مادەنيەت اۋلاسىندا جينالۋ',
          en: 'Afternoon in the culture yard',
        },
        spot: '1网格文化大院',
        startsAt: saturday + 4 * DAY + 16 * HOUR,
        minutes: 120,
        host: 'volunteer-07',
      },
    },
  ];
}
