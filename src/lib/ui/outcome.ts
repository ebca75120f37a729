/** What became of something that was said, and why something was not done, as a sentence: for all three faces. */
import type { Refusal, Told } from '../domain/command.ts';
import { m } from '$lib/paraglide/messages.js';

/** A command that was none (sync/protocol's `Unfit`), and what others decided while one was away. */
type Unfit = 'unknown-command' | 'bad-arguments';
type Decided = 'offered' | 'asked' | 'assigned' | 'cancelled' | 'withdrawn' | 'absent' | 'lapsed';
/** What the device itself could not do. */
type Here = 'storage-full';
export type OutcomeCode = Refusal | Here | Told | Unfit | Decided;

/** A newer server's code, unknown here, is told as what it is: something this version does not understand. */
export function outcomeWord(code: OutcomeCode | (string & {})): string {
  return Object.hasOwn(sentences, code) ? sentences[code as OutcomeCode]() : m.phone_told_unfit();
}

const sentences: Record<OutcomeCode, () => string> = {
  standby: m.phone_told_standby,
  reported: m.phone_told_reported,
  offered: m.phone_told_offered,
  asked: m.phone_told_asked,
  assigned: m.phone_told_assigned,
  absent: m.phone_told_absent,
  lapsed: m.phone_told_lapsed,
  'unknown-need': m.phone_told_unknown_need,
  cancelled: m.phone_told_cancelled,
  closed: m.phone_told_closed,
  full: m.phone_told_full,
  'does-not-fit': m.phone_told_does_not_fit,
  'not-yours': m.phone_told_not_yours,
  withdrawn: m.phone_told_withdrawn,
  'already-finished': m.phone_told_already_finished,
  'already-taken': m.phone_told_already_taken,
  'already-reopened': m.phone_told_already_reopened,
  'nothing-to-rate': m.phone_told_nothing_to_rate,
  'not-finished': m.phone_told_not_finished,
  'not-allowed': m.phone_told_not_allowed,
  'wrong-code': m.phone_told_wrong_code,
  'unknown-area': m.phone_told_unknown_area,
  'unknown-service': m.phone_told_unknown_service,
  'unknown-household': m.phone_told_unknown_household,
  'unknown-volunteer': m.phone_told_unknown_volunteer,
  'unknown-device': m.phone_told_unknown_device,
  'other-area': m.phone_told_other_area,
  'bad-dates': m.phone_told_bad_dates,
  'bad-team': m.phone_told_bad_team,
  'already-there': m.phone_told_already_there,
  top: m.phone_told_top,
  'too-early': m.phone_told_too_early,
  'unknown-item': m.phone_told_unknown_item,
  enough: m.phone_told_enough,
  'own-question': m.read_told_own_question,
  spent: m.phone_told_spent,
  'too-long': m.phone_told_too_long,
  'no-consent': m.phone_told_no_consent,
  erased: m.phone_told_erased,
  'not-there': m.phone_told_not_there,
  held: m.phone_told_held,
  'storage-full': m.phone_told_storage_full,
  'unknown-command': m.phone_told_unfit,
  'bad-arguments': m.phone_told_unfit,
};
