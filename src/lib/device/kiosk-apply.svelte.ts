import type { Command } from '$lib/domain/command.ts';
import { NOTICE } from '$lib/domain/household/household.ts';
import type { Skill } from '$lib/domain/volunteer/volunteer.ts';
import { reach } from './kiosk-reach.ts';
import type { Session } from './session.svelte.ts';

/** Somebody wants to help: what he has put in so far, in the page's memory only. */
export class Applying {
  /** Which question is being asked: what, whom, where, and whether all of it is right. */
  step = $state<1 | 2 | 3 | 4>(1);
  skills = $state<Skill[]>([]);
  /** Whatever is needed: then no skill is named. */
  anything = $state(false);
  name = $state('');
  phone = $state('');
  /** He leaves no number and comes to the office. */
  office = $state(false);
  area = $state<string>();
  /** Said and written down; whether the office will call. */
  said = $state.raw<{ calls: boolean }>();
  refusal = $state<string>();
  busy = $state(false);

  get chosen(): boolean {
    return this.anything || this.skills.length > 0;
  }

  get reach() {
    return reach(this.phone, this.office);
  }

  toggle(skill: Skill): void {
    this.anything = false;
    this.skills = this.skills.includes(skill)
      ? this.skills.filter((each) => each !== skill)
      : [...this.skills, skill];
  }

  whatever(): void {
    this.anything = !this.anything;
    this.skills = [];
  }

  go(by: 1 | -1): void {
    this.step = Math.min(4, Math.max(1, this.step + by)) as typeof this.step;
  }

  /** Writes it down, network or not, and forgets it. */
  async post(session: Session): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const answer = await session.say(this.#command());
      this.refusal = answer.ok ? undefined : answer.code;
      if (!answer.ok) return;
      this.said = { calls: !this.office };
      [this.name, this.phone, this.skills, this.area] = ['', '', [], undefined];
    } finally {
      this.busy = false;
    }
  }

  #command(): Command {
    const { name, phone, office, area = '' } = this;
    return {
      name: 'application.post',
      args: {
        ...{ id: crypto.randomUUID(), area, name: name.trim(), skills: $state.snapshot(this.skills) },
        ...(!office && { phone }),
        consent: { version: NOTICE, mode: 'self' },
      },
    };
  }
}
