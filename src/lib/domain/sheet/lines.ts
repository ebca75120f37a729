/** A sheet's text as it is set: paragraphs of lines, and lists of points. Whatever else is written stays as it was written. */
export type Block = { kind: 'paragraph'; lines: string[] } | { kind: 'list'; points: string[] };

const POINT = /^[-•·]\s+/;

/** The blocks of a text of plain lines: an empty line ends a block, '- ' begins a point of a list. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let last: Block | undefined;
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (!line) last = undefined;
    else if (POINT.test(line)) {
      if (last?.kind !== 'list') blocks.push((last = { kind: 'list', points: [] }));
      last.points.push(line.replace(POINT, ''));
    } else {
      if (last?.kind !== 'paragraph') blocks.push((last = { kind: 'paragraph', lines: [] }));
      last.lines.push(line);
    }
  }
  return blocks;
}
