import type { Command } from '$lib/domain/command.ts';
import type { HalfDay } from '$lib/domain/volunteer/volunteer.ts';
import type { Session } from './session.svelte.ts';

type Own = Extract<
  Command,
  { name: 'volunteer.available' | 'volunteer.show' | 'gathering.join' | 'gathering.leave' | 'gathering.came' }
>;

/** What a volunteer says about himself and his coming, and what of it was refused here and now. */
export class OwnWords {
  #refused = $state<{ about: string; code: string }>();

  constructor(readonly session: Session) {}

  /** Why the last word about this person or gathering was not taken. */
  refused(about: string): string | undefined {
    return this.#refused?.about === about ? this.#refused.code : undefined;
  }

  /** When he is usually free (nothing named: any time) and how many hours a week he gives. */
  available = (free: HalfDay[], weeklyHours: number) =>
    this.#say({ name: 'volunteer.available', args: { id: this.#self, free, weeklyHours } });
  /** On the wall of the kiosk, or off it. */
  show = (wall: boolean) => this.#say({ name: 'volunteer.show', args: { id: this.#self, wall } });
  join = (id: string) => this.#say({ name: 'gathering.join', args: { id } });
  leave = (id: string) => this.#say({ name: 'gathering.leave', args: { id } });
  came = (id: string) => this.#say({ name: 'gathering.came', args: { id } });

  get #self(): string {
    return this.session.you?.person ?? '';
  }

  async #say(command: Own): Promise<boolean> {
    const answer = await this.session.say(command);
    this.#refused = answer.ok ? undefined : { about: command.args.id, code: answer.code };
    return answer.ok;
  }
}
