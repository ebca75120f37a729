import { resolve } from '$app/paths';
import BookOpen from '@lucide/svelte/icons/book-open';
import Calendar from '@lucide/svelte/icons/calendar-days';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import HandHelping from '@lucide/svelte/icons/hand-helping';
import Languages from '@lucide/svelte/icons/languages';
import MapIcon from '@lucide/svelte/icons/map';
import Plus from '@lucide/svelte/icons/circle-plus';
import Tablet from '@lucide/svelte/icons/tablet-smartphone';
import Sunset from '@lucide/svelte/icons/sunset';
import Repeat from '@lucide/svelte/icons/repeat';
import Sunrise from '@lucide/svelte/icons/sunrise';
import Voices from '@lucide/svelte/icons/mic';
import Users from '@lucide/svelte/icons/users';
import type { Component } from 'svelte';
import { m } from '$lib/paraglide/messages.js';

/** `rare`: not for every hour, so a narrow screen keeps it behind one more touch. */
interface Way {
  href: string;
  label: string;
  icon: Component;
  pages: string[];
  badge?: number;
  rare?: boolean;
}

/** The ways through the desk, most used first, with the one that the route `here` belongs to marked; `held` waits behind the devices, `broken` behind the plan. */
export function waysFrom(here: string, held: number, broken: number) {
  const page = here.split('/')[3] ?? '';
  const ways: Way[] = [
    { href: resolve('/(desk)/desk'), label: m.desk_needs(), icon: ClipboardList, pages: ['', 'need'] },
    { href: resolve('/(desk)/desk/new'), label: m.desk_new(), icon: Plus, pages: ['new'] },
    {
      href: resolve('/(desk)/desk/morning'),
      label: m.plan_title(),
      icon: Sunrise,
      pages: ['morning'],
      badge: broken,
    },
    { href: resolve('/(desk)/desk/people'), label: m.desk_people(), icon: Users, pages: ['people'] },
    {
      href: resolve('/(desk)/desk/evening'),
      label: m.evening_title(),
      icon: Sunset,
      pages: ['evening'],
      rare: true,
    },
    {
      href: resolve('/(desk)/desk/routines/[[id]]', {}),
      label: m.clock_routines(),
      icon: Repeat,
      pages: ['routines'],
      rare: true,
    },
    {
      href: resolve('/(desk)/desk/gatherings'),
      label: m.life_gatherings(),
      icon: Calendar,
      pages: ['gatherings'],
      rare: true,
    },
    {
      href: resolve('/(desk)/desk/sheets/[[id]]', {}),
      label: m.read_title(),
      icon: BookOpen,
      pages: ['sheets'],
      rare: true,
    },
    {
      href: resolve('/(desk)/desk/devices'),
      label: m.desk_devices(),
      icon: Tablet,
      pages: ['devices'],
      badge: held,
      rare: true,
    },
    {
      href: resolve('/(desk)/desk/services'),
      label: m.desk_services(),
      icon: HandHelping,
      pages: ['services'],
      rare: true,
    },
    {
      href: resolve('/(desk)/desk/areas'),
      label: m.desk_areas(),
      icon: MapIcon,
      pages: ['areas'],
      rare: true,
    },
    {
      href: resolve('/(desk)/desk/voices'),
      label: m.voice_title(),
      icon: Voices,
      pages: ['voices'],
      rare: true,
    },
    {
      href: resolve('/(desk)/desk/words'),
      label: m.words_title(),
      icon: Languages,
      pages: ['words'],
      rare: true,
    },
  ];
  return ways.map((way) => ({ ...way, current: way.pages.includes(page) }));
}
