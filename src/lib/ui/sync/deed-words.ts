import type { Name } from '$lib/domain/command.ts';
import { m } from '$lib/paraglide/messages.js';

/** What was said, in a word or two; '' where only the answer to it is known. */
export const deedWord = (name: Name | undefined): string => (name ? words[name]() : '');

const words: Record<Name, () => string> = {
  'need.post': m.deed_post,
  'need.edit': m.deed_edit,
  'need.cancel': m.desk_cancel,
  'need.offer': m.deed_offer,
  'need.assign': m.desk_assign,
  'need.claim': m.phone_op_claim,
  'need.accept': m.phone_op_accept,
  'need.decline': m.phone_op_decline,
  'need.withdraw': m.phone_op_withdraw,
  'need.absent': m.desk_absent,
  'need.start': m.phone_op_start,
  'need.finish': m.phone_op_finish,
  'need.report': m.desk_report,
  'need.rate': m.desk_rating,
  'need.reopen': m.desk_reopen,
  'need.escalate': m.desk_flag_escalated,
  'need.lapse': m.assignment_lapsed,
  'need.give-up': m.desk_give_up,
  'need.ask-erasure': m.deed_ask_erasure,
  'household.keep': m.deed_household,
  'household.erase': m.desk_erase,
  'volunteer.keep': m.deed_volunteer,
  'volunteer.away': m.phone_op_away,
  'area.keep': m.common_area,
  'service.keep': m.common_service,
  'routine.keep': m.clock_routine_keep,
  'routine.end': m.clock_routine_end,
  'device.rename': m.desk_rename,
  'device.revoke': m.desk_revoke,
  'quarantine.accept': m.desk_held_accept,
  'quarantine.dismiss': m.desk_held_dismiss,
};
