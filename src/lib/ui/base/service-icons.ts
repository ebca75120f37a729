/** The pictures a service may choose from; a service with another key shows `help`. */
export const serviceIcons = [
  'hay',
  'cleaning',
  'haircut',
  'repair',
  'electricity',
  'carrying',
  'goods',
  'growing',
  'herding',
  'knowhow',
  'translation',
  'company',
  'driving',
  'place',
  'help',
] as const;
export type ServiceIconName = (typeof serviceIcons)[number];
