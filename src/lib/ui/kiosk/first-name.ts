/**
 * What a volunteer is called on the wall: the first word, as people of the place call each other. A name in Han
 * characters stays whole up to its dot: no rule can tell a surname from the first sound of a transcribed name.
 */
export function firstName(name: string): string {
  if (/\p{Script=Han}/u.test(name)) return name.trim().split(/[·•・.]/)[0] ?? name;
  return name.trim().split(/\s+/)[0] ?? name;
}
