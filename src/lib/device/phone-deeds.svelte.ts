import type { Command } from '$lib/domain/command.ts';
import type { Outcome } from '$lib/domain/need/need.ts';
import { markSeenAbout } from './inbox.ts';
import type { Spoken } from './outbox.ts';
import type { Session } from './session.svelte.ts';

type Unsaid = Extract<Spoken, { ok: false }>['code'];

/** What a volunteer says to a need, and what was refused here and now; the server's own answer comes by the inbox. */
export class Deeds {
  #refused = $state<{ need: string; code: Unsaid }>();

  constructor(readonly session: Session) {}

  /** The last refusal, and which need it was about. */
  get refused() {
    return this.#refused;
  }

  claim = (id: string) => this.#say({ name: 'need.claim', args: { id } });
  accept = (id: string) => this.#say({ name: 'need.accept', args: { id } });
  decline = (id: string) => this.#say({ name: 'need.decline', args: { id } });
  withdraw = (id: string) => this.#say({ name: 'need.withdraw', args: { id } });
  /** He calls the household or looks at its number: noted for it, or not shown. */
  reveal = (id: string) => this.#say({ name: 'need.reveal', args: { id } });
  start = (id: string) => this.#say({ name: 'need.start', args: { id } });
  finish = (id: string, outcome: Outcome) => this.#say({ name: 'need.finish', args: { id, ...outcome } });
  /** The whole of what he gives, or has brought, of an item. */
  pledge = (id: string, item: string, quantity: number) =>
    this.#say({ name: 'need.pledge', args: { id, item, quantity } });
  deliver = (id: string, item: string, quantity: number) =>
    this.#say({ name: 'need.deliver', args: { id, item, quantity } });

  /** Away until a day, or here again. */
  away = (until: string | undefined) =>
    this.#say({
      name: 'volunteer.away',
      args: { id: this.session.you?.person ?? '', ...(until && { until }) },
    });

  async #say(command: Extract<Command, { name: `need.${string}` | 'volunteer.away' }>): Promise<boolean> {
    const { id } = command.args;
    const answer = await this.session.say(command);
    this.#refused = answer.ok ? undefined : { need: id, code: answer.code };
    if (answer.ok) await markSeenAbout(this.session.database, id);
    return answer.ok;
  }
}
