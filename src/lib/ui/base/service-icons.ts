/** The pictures a service may choose from, each a symbol of pictograms.svg; a service with another key shows `help`. */
export const serviceIcons = [
  'hay',
  'cleaning',
  'haircut',
  'pipe',
  'repair',
  'electricity',
  'carpentry',
  'painting',
  'carrying',
  'firewood',
  'snow',
  'sewing',
  'cooking',
  'shopping',
  'goods',
  'growing',
  'herding',
  'cattle',
  'machine',
  'moving',
  'knowhow',
  'teaching',
  'phone',
  'paperwork',
  'translation',
  'company',
  'driving',
  'gathering',
  'place',
  'water',
  'bridge',
  'road',
  'lamp',
  'rubbish',
  'fence',
  'help',
  'other',
] as const;
export type ServiceIconName = (typeof serviceIcons)[number];

/** The picture for a key that a service carries: one that this app does not know yet is a helping hand. */
export function pictogram(key: string): ServiceIconName {
  return serviceIcons.find((name) => name === key) ?? 'help';
}
