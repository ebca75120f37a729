import type { Area } from '$lib/domain/area/area.ts';

/** What is wrong with two numbers that were to be a point; 'half' where one of them is missing. */
export type PointGap = 'half' | 'number' | 'range';

/** '43.8, 87.6' as it is copied from elsewhere, taken apart; undefined where it is not two numbers. */
export function pasted(words: string): { latitude: string; longitude: string } | undefined {
  const number = String.raw`([+-]?\d+(?:\.\d+)?)\s*°?`;
  const [, latitude, longitude] =
    new RegExp(String.raw`^\s*${number}\s*[,，،;\s]\s*${number}\s*$`).exec(words) ?? [];
  return latitude !== undefined && longitude !== undefined ? { latitude, longitude } : undefined;
}

/** The point that two written numbers mean, undefined for none at all, or what is wrong with them. Degrees, WGS 84. */
export function pointFrom(latitude: string, longitude: string): Area['point'] | PointGap {
  const [first, second] = [latitude.trim(), longitude.trim()];
  if (!first && !second) return undefined;
  if (!first || !second) return 'half';
  const plain = /^[+-]?\d+(\.\d+)?$/;
  if (!plain.test(first) || !plain.test(second)) return 'number';
  const point = { latitude: Number(first), longitude: Number(second) };
  const there = Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180;
  return there ? point : 'range';
}
