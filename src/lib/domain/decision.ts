/** What a rule answers: the events that follow, or one word why not. Saying a thing twice is no fault: no events. */
export type Decision<Event, Refusal extends string> =
  { ok: true; events: Event[] } | { ok: false; code: Refusal };

export const accept = <Event>(...events: Event[]) => ({ ok: true as const, events });
export const refuse = <Refusal extends string>(code: Refusal) => ({ ok: false as const, code });
