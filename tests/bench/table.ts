/** What the benchmarks have in common when they tell what they found. */
export function median(list: readonly number[]): number {
  return percentile(list, 0.5);
}

/** The value below which this part of the list lies. */
export function percentile(list: readonly number[], part: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  const at = (sorted.length - 1) * part;
  const [low = NaN, high = NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at % 1);
}

/** Milliseconds, with a digit behind the point where it tells something. */
export const ms = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0));

/** A table as Markdown wants it, aligned to be read as it is. */
export function table([head = [], ...lines]: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [head.map(pad), rule, ...lines.map((line) => line.map(pad))]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n');
}
