/**
 * What a volunteer is called on the wall. Han names stay whole (their last characters alone sound rude of an elder);
 * of others the first word, as people of the place call each other.
 */
export function firstName(name: string): string {
  if (/\p{Script=Han}/u.test(name)) return name.trim().split(/[·•・.]/)[0] ?? name;
  return name.trim().split(/\s+/)[0] ?? name;
}
