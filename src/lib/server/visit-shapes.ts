import * as v from 'valibot';
import type { Command } from '$lib/domain/command.ts';
import { visitDeeds, type SignIn } from '$lib/sync/visit.ts';
import { parse } from './commands.ts';

const signIn = v.union([
  v.strictObject({
    number: v.pipe(v.string(), v.regex(/^\d{4,9}$/)),
    pin: v.pipe(v.string(), v.regex(/^\d{6}$/)),
  }),
  v.strictObject({ token: v.pipe(v.string(), v.regex(/^[\w-]{32}$/)) }),
]);

/** With what a volunteer signs in at a kiosk, or undefined where it has another shape. */
export function parseSignIn(body: unknown): SignIn | undefined {
  const parsed = v.safeParse(signIn, body, { abortEarly: true });
  return parsed.success ? parsed.output : undefined;
}

const visitSaid = v.strictObject({
  say: v.pipe(
    v.array(v.strictObject({ name: v.picklist(visitDeeds), args: v.unknown() })),
    v.minLength(1),
    v.maxLength(20),
  ),
});

/** What a signed-in volunteer says, or undefined where one of it has another shape. */
export function parseVisitSaid(body: unknown): Command[] | undefined {
  const parsed = v.safeParse(visitSaid, body, { abortEarly: true });
  if (!parsed.success) return undefined;
  const commands = parsed.output.say.map(({ name, args }) => parse(name, args));
  return commands.every((each): each is Command => typeof each === 'object') ? commands : undefined;
}
