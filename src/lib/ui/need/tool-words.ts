import type { Tool } from '$lib/domain/volunteer/volunteer.ts';
import { m } from '$lib/paraglide/messages.js';

// Apart from words.ts, because the phone's first screen needs these and none of the others.
const tools: Record<Tool, () => string> = {
  mower: m.tool_mower,
  scythe: m.tool_scythe,
  tractor: m.tool_tractor,
  clippers: m.tool_clippers,
  toolbox: m.tool_toolbox,
  van: m.tool_van,
  ladder: m.tool_ladder,
};

/** What to bring; a tool this version does not know comes back as it is. */
export const toolWord = (tool: Tool): string => (tools as Record<string, () => string>)[tool]?.() ?? tool;
