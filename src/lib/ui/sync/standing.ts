import { m } from '$lib/paraglide/messages.js';

export type Tone = 'info' | 'good' | 'attention';

/** Where the sending is by now. */
export interface Sending {
  standing: 'ok' | 'unreachable' | 'crowded' | 'stranger' | 'wiped' | 'old' | 'full';
  /** The device itself says that there is a network. */
  online: boolean;
  unsent: number;
  busy: boolean;
}

/** The state of things as a sentence that says what to do, or that nothing need be done. */
export function standingWords({ standing, online, unsent, busy }: Sending): { tone: Tone; words: string } {
  if (standing === 'stranger' || standing === 'wiped')
    return { tone: 'attention', words: m.sync_now_stranger() };
  if (standing === 'old') return { tone: 'attention', words: m.sync_now_old() };
  if (standing === 'full') return { tone: 'attention', words: m.sync_now_full() };
  if (!online || standing === 'unreachable')
    return { tone: 'info', words: unsent > 0 ? m.sync_now_network() : m.sync_now_quiet() };
  if (standing === 'crowded') return { tone: 'info', words: m.sync_now_crowded() };
  if (unsent === 0) return { tone: 'good', words: m.sync_now_sent() };
  return { tone: 'info', words: busy ? m.sync_now_sending() : m.sync_now_network() };
}
