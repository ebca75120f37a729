import type { Skill } from '$lib/domain/volunteer/volunteer.ts';
import type { ServiceIconName } from '$lib/ui/base/service-icons.ts';

/** What one can do is shown by the picture of the help that it is good for. */
export const skillPictures: Record<Skill, ServiceIconName> = {
  hay: 'hay',
  cleaning: 'cleaning',
  haircut: 'haircut',
  plumbing: 'pipe',
  electrics: 'electricity',
  carpentry: 'carpentry',
  carrying: 'carrying',
  growing: 'growing',
  herding: 'herding',
  cooking: 'cooking',
  driving: 'driving',
  translation: 'translation',
  paperwork: 'paperwork',
  phones: 'phone',
};
