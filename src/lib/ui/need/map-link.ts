import type { Area } from '$lib/domain/area/area.ts';

/**
 * The address that opens a point in the map app of a device: geo: (RFC 5870, with Android's label) where that is handled, else a
 * page that iOS opens in its own maps and any other browser shows. `label` is an area's name, never a household's.
 */
export function mapLink(
  { latitude, longitude }: NonNullable<Area['point']>,
  label: string,
  agent: string,
): string {
  const at = [latitude, longitude].map((degrees) => String(Number(degrees.toFixed(5)))).join(',');
  if (!/Android|Harmony/i.test(agent))
    return `https://maps.apple.com/?ll=${at}&q=${encodeURIComponent(label)}`;
  // The label stands in brackets of its own.
  return `geo:${at}?q=${at}(${encodeURIComponent(label.replaceAll(/[()]/g, ' ').trim())})`;
}
