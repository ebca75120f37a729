import type { Component } from 'svelte';
import Bridge from '@lucide/svelte/icons/bridge';
import Clinic from '@lucide/svelte/icons/stethoscope';
import Crossing from '@lucide/svelte/icons/signpost';
import Ditch from '@lucide/svelte/icons/waves-horizontal';
import Door from '@lucide/svelte/icons/door-closed';
import End from '@lucide/svelte/icons/milestone';
import Fence from '@lucide/svelte/icons/fence';
import Known from '@lucide/svelte/icons/circle-question-mark';
import Lamp from '@lucide/svelte/icons/lightbulb';
import Office from '@lucide/svelte/icons/landmark';
import Road from '@lucide/svelte/icons/route';
import Rubbish from '@lucide/svelte/icons/trash';
import School from '@lucide/svelte/icons/school';
import Shop from '@lucide/svelte/icons/store';
import Stairs from '@lucide/svelte/icons/building';
import Tent from '@lucide/svelte/icons/tent';
import Toilet from '@lucide/svelte/icons/toilet';
import Water from '@lucide/svelte/icons/droplets';
import type { Locale } from '$lib/domain/texts.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Prompt, Spoken } from './prompts.ts';
import { digits } from './spoken.ts';

type Icon = Component<{ color?: string; class?: string }>;
export interface Mark {
  code: string;
  spoken: Prompt;
  word: (inputs?: Record<string, never>, options?: { locale?: Locale }) => string;
  Icon: Icon;
  /** The colour of a gate: here a colour is what is meant, so it is shown. */
  colour?: string;
}

const near: Mark[] = [
  { code: 'shop', word: m.kiosk_mark_shop, spoken: 'kiosk_mark_shop', Icon: Shop },
  { code: 'school', word: m.kiosk_mark_school, spoken: 'kiosk_mark_school', Icon: School },
  { code: 'clinic', word: m.kiosk_mark_clinic, spoken: 'kiosk_mark_clinic', Icon: Clinic },
  { code: 'office', word: m.kiosk_mark_office, spoken: 'kiosk_mark_office', Icon: Office },
  { code: 'bridge', word: m.kiosk_mark_bridge, spoken: 'kiosk_mark_bridge', Icon: Bridge },
  { code: 'river', word: m.kiosk_mark_river, spoken: 'kiosk_mark_river', Icon: Ditch },
  { code: 'crossing', word: m.kiosk_mark_crossing, spoken: 'kiosk_mark_crossing', Icon: Crossing },
  { code: 'end', word: m.kiosk_mark_end, spoken: 'kiosk_mark_end', Icon: End },
];
const known: Mark = { code: 'known', word: m.kiosk_mark_known, spoken: 'kiosk_mark_known', Icon: Known };

/** How to find a door. */
export const doorMarks: readonly Mark[] = [
  ...near,
  { code: 'blue', word: m.kiosk_mark_blue, spoken: 'kiosk_mark_blue', Icon: Door, colour: 'var(--info-ink)' },
  { code: 'red', word: m.kiosk_mark_red, spoken: 'kiosk_mark_red', Icon: Door, colour: 'var(--problem-ink)' },
  {
    code: 'green',
    word: m.kiosk_mark_green,
    spoken: 'kiosk_mark_green',
    Icon: Door,
    colour: 'var(--good-ink)',
  },
  { code: 'yurt', word: m.kiosk_mark_yurt, spoken: 'kiosk_mark_yurt', Icon: Tent },
  known,
];

/** Which spot is meant, and what it is near to. */
export const spotMarks: readonly Mark[] = [
  { code: 'the-bridge', word: m.kiosk_spot_bridge, spoken: 'kiosk_spot_bridge', Icon: Bridge },
  { code: 'the-road', word: m.kiosk_spot_road, spoken: 'kiosk_spot_road', Icon: Road },
  { code: 'the-lamp', word: m.kiosk_spot_lamp, spoken: 'kiosk_spot_lamp', Icon: Lamp },
  { code: 'the-water', word: m.kiosk_spot_water, spoken: 'kiosk_spot_water', Icon: Water },
  { code: 'the-ditch', word: m.kiosk_spot_ditch, spoken: 'kiosk_spot_ditch', Icon: Ditch },
  { code: 'the-toilet', word: m.kiosk_spot_toilet, spoken: 'kiosk_spot_toilet', Icon: Toilet },
  { code: 'the-fence', word: m.kiosk_spot_fence, spoken: 'kiosk_spot_fence', Icon: Fence },
  { code: 'the-rubbish', word: m.kiosk_spot_rubbish, spoken: 'kiosk_spot_rubbish', Icon: Rubbish },
  { code: 'the-stairs', word: m.kiosk_spot_stairs, spoken: 'kiosk_spot_stairs', Icon: Stairs },
  ...near,
];

/**
 * The way there in words. What is kept is written in the base language, whatever was spoken at the kiosk: a household's
 * language is never held.
 */
export function placeWords(codes: readonly string[], house: string, locale: Locale): string {
  const all = [...doorMarks, ...spotMarks];
  const words = codes.flatMap((code) => all.find((each) => each.code === code)?.word({}, { locale }) ?? []);
  if (house) words.push(m.kiosk_house_number_with({ number: house }, { locale }));
  return words.join(locale === 'zh-CN' ? '、' : locale === 'en' ? ', ' : '، ');
}

/** The way there as it is heard. */
export function placeSpoken(codes: readonly string[], house: string): Spoken[] {
  const all = [...doorMarks, ...spotMarks];
  const marks = codes.flatMap((code) => all.find((each) => each.code === code)?.spoken ?? []);
  return house ? [...marks, 'kiosk_house_number', ...digits(house)] : marks;
}
