/** The plan's codes in words. */
import type { Against, Mending, Reason, Unmet } from '$lib/domain/plan/plan.ts';
import type { Place } from '$lib/domain/volunteer/volunteer.ts';
import type { Locale } from '$lib/domain/texts.ts';
import { m } from '$lib/paraglide/messages.js';
import { nearDay } from '../../base/dates.ts';
import { comma, lengthWords, named } from '../../need/when.ts';
import { skillWord, toolWord } from '../../skill-words.ts';

export interface Naming {
  locale: Locale;
  /** 'YYYY-MM-DD'. */
  today: string;
  nameOf: (volunteer: string) => string;
}

/** Why somebody is a good choice: "has helped here before · Mower · 1.2 km · 2 h of 8 h this week". */
export const reasonsWords = (reasons: readonly Reason[], naming: Naming): string =>
  reasons.map((each) => reasonWords(each, naming)).join(' · ');

function reasonWords(reason: Reason, { nameOf }: Naming): string {
  switch (reason.why) {
    case 'known':
      return m.plan_reason_known();
    case 'skill':
      return skillWord(reason.skill);
    case 'tool':
      return m.plan_reason_tool({ tool: toolWord(reason.tool) });
    case 'near':
      if (reason.steps === 0) return m.plan_reason_same();
      if (reason.km !== undefined) return m.plan_reason_km({ km: ltr(reason.km.toFixed(1)) });
      return m.plan_reason_steps({ count: reason.steps });
    case 'hours':
      return m.plan_reason_hours({
        done: ltr(lengthWords(reason.minutes)),
        all: ltr(lengthWords(reason.of)),
      });
    case 'mentor':
      return m.plan_reason_mentor({ name: named(nameOf(reason.volunteer)) });
    case 'learner':
      return m.plan_reason_learner({ name: named(nameOf(reason.volunteer)) });
  }
}

const againsts: Record<Against, () => string> = {
  skill: m.plan_against_skill,
  tool: m.plan_against_tool,
  halves: m.plan_against_halves,
  wish: m.plan_against_wish,
  reach: m.plan_against_reach,
  hours: m.plan_against_hours,
  asked: m.plan_against_asked,
  barred: m.plan_against_barred,
};
export const againstWord = (code: Against): string => againsts[code]();

/** Why a need has nobody: "Too few are free that day (Mower: 1 needed, 0 free); 2 are if it may be Saturday". */
export function unmetWords(unmet: Unmet, { locale, today }: Pick<Naming, 'locale' | 'today'>): string {
  switch (unmet.why) {
    case 'left-out':
      return m.plan_why_left_out();
    case 'no-common-half':
      return m.plan_why_no_common_half();
    case 'busy':
      return m.plan_why_busy();
    case 'nobody-able':
      return m.plan_why_nobody_able(counts(unmet));
    case 'too-far':
      return m.plan_why_too_far(counts(unmet));
    case 'all-asked':
      return m.plan_why_all_asked(counts(unmet));
    case 'hours':
      return m.plan_why_hours(counts(unmet));
    case 'nobody-free': {
      const now = m.plan_why_nobody_free(counts(unmet));
      if (!unmet.later) return now;
      const { count, within } = unmet.later;
      const day = nearDay(locale, unmet.later.day, today);
      return `${now} · ${within ? m.plan_later({ count, day }) : m.plan_later_beyond({ count, day })}`;
    }
  }
}

const counts = ({ place, there, asked }: { place: Place; there: number; asked: number }) => ({
  who: placeWords(place),
  there,
  asked,
});

function placeWords({ skill, tool }: Place): string {
  const words = [...(skill ? [skillWord(skill)] : []), ...(tool ? [toolWord(tool)] : [])];
  return words.join(' + ') || m.plan_why_anybody();
}

/** What has come apart: "Aygul cannot come". */
export function brokenWords({ why }: Mending, { nameOf }: Pick<Naming, 'nameOf'>): string {
  const name = 'volunteer' in why ? named(nameOf(why.volunteer)) : '';
  switch (why.what) {
    case 'declined':
      return m.plan_mend_declined({ name });
    case 'lapsed':
      return m.plan_mend_lapsed({ name });
    case 'withdrawn':
      return m.plan_mend_withdrawn({ name });
    case 'absent':
      return m.plan_mend_absent({ name });
    case 'urgent':
      return m.plan_mend_urgent();
    case 'last-day':
      return m.plan_mend_last_day();
    case 'incomplete':
      return m.plan_mend_incomplete();
  }
}

/** Names one after the other, each kept apart from the script around it. */
export const namesWords = (names: readonly string[], locale: Locale): string =>
  names.map(named).join(comma(locale));

/** Numbers keep their order among letters that run from right to left. */
export const ltr = (text: string): string => `\u2068${text}\u2069`;
