import type { Changes } from '$lib/domain/need/decide.ts';
import type { Face } from '$lib/domain/need/need.ts';
import type { Desk } from './desk.svelte.ts';

/**
 * What a coordinator can say about one need. Each verb keeps its refusal under a place of its own ('cancel', 'edit',
 * 'assign <volunteer>' …) and answers whether it holds.
 */
export class NeedVerbs {
  constructor(
    readonly desk: Desk,
    readonly id: string,
  ) {}

  refused = (place: string): string | undefined => this.desk.refused(place);

  /** Offers to each on his own: one refusal does not stand in the way of the others. */
  offer = async (volunteers: readonly string[]): Promise<boolean> => {
    let all = true;
    for (const volunteer of volunteers)
      all = (await this.#say(`offer ${volunteer}`, 'need.offer', { volunteer })) && all;
    return all;
  };
  assign = (volunteer: string) => this.#say(`offer ${volunteer}`, 'need.assign', { volunteer });
  withdraw = (volunteer: string) => this.#say(`team ${volunteer}`, 'need.withdraw', { volunteer });
  absent = (volunteer: string) => this.#say(`team ${volunteer}`, 'need.absent', { volunteer });
  edit = (changes: Changes) => this.desk.say('edit', { name: 'need.edit', args: { id: this.id, changes } });
  cancel = () => this.desk.say('cancel', { name: 'need.cancel', args: { id: this.id } });
  giveUp = () => this.desk.say('give-up', { name: 'need.give-up', args: { id: this.id } });
  reopen = async () =>
    !!(await this.desk.sayWithSlip('reopen', (repair) => [
      { name: 'need.reopen', args: { id: this.id, repair } },
    ]));
  /** The answer of somebody who speaks for the household, and is known to. */
  rate = async (face: Face) =>
    !!(await this.desk.sayWithSlip('rate', (repair) => [
      { name: 'need.rate', args: { id: this.id, face, proxy: true, repair } },
    ]));
  /** What somebody promised has come to the office: the whole he has brought of an item by now. */
  deliver = (volunteer: string, item: string, quantity: number) =>
    this.desk.say(`give ${volunteer}`, {
      name: 'need.deliver',
      args: { id: this.id, item, quantity, volunteer },
    });
  /** Erases the household for good, this need's words with it. */
  erase = (household: string) => this.desk.say('erase', { name: 'household.erase', args: { id: household } });

  /** Notes that its number is looked at, for the household to ask. */
  reveal = (household: string) =>
    this.desk.say('reveal', { name: 'household.reveal', args: { id: household } });

  #say(
    place: string,
    name: 'need.offer' | 'need.assign' | 'need.withdraw' | 'need.absent',
    args: { volunteer: string },
  ) {
    return this.desk.say(place, { name, args: { id: this.id, ...args } });
  }
}
