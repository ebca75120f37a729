import { m } from '$lib/paraglide/messages.js';

/** Why a volunteer is not signed in. `seconds` until another try is let through. */
export function problemWord(problem: string | undefined, seconds: number): string | undefined {
  switch (problem) {
    case undefined:
      return undefined;
    case 'wrong':
      return m.member_wrong();
    case 'wait':
      return m.member_wait({ minutes: Math.max(1, Math.ceil(seconds / 60)) });
    case 'offline':
      return m.member_offline();
    case 'over':
      return m.member_over();
    default:
      return m.kiosk_refused_other();
  }
}
