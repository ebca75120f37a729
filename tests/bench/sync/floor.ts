import { claimed, hurried, type Row } from './rows.ts';
import { JsonServer } from './serve.ts';

/**
 * The least that a server could do: the rows as gzipped JSON; commands into a map, and the rows they are about back.
 * @param rows the needs of a village
 * @param changing those of them that somebody else changes
 */
export function serveFloor(
  rows: (village: number) => Row[],
  changing: (village: number) => Row[],
): Promise<JsonServer> {
  const said = new Map<string, object>();
  return JsonServer.start(({ path: [what, village], body }) => {
    const own = rows(Number(village));
    if (what === 'rows') return own;
    if (what === 'changed') return changing(Number(village)).map(hurried);
    const commands = body as { n: number; id: string }[];
    for (const command of commands) said.set(`${village} ${command.n}`, command);
    const ids = new Set(commands.map(({ id }) => id));
    const put = own.filter(({ id }) => ids.has(id)).map(claimed);
    return { lastOp: commands.at(-1)?.n ?? 0, put };
  });
}
