import { m } from '$lib/paraglide/messages.js';
import type { Reading, Sight } from './sight.ts';
import { momentWords, named } from './when.ts';

/** Who has the places, and since when, a sentence each: a standby must not have to guess. */
export function holderWords({ fellows }: Sight, { locale, now }: Reading): string[] {
  return fellows.flatMap(({ name, takenAt }) => {
    if (takenAt === undefined) return [];
    const when = momentWords(locale, takenAt, now);
    return name ? m.phone_has_it({ name: named(name), when }) : m.phone_has_it_unnamed({ when });
  });
}
