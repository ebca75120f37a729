export const skills = [
  'hay',
  'cleaning',
  'haircut',
  'plumbing',
  'electrics',
  'carpentry',
  'carrying',
  'growing',
  'herding',
  'cooking',
  'driving',
  'translation',
  'paperwork',
  'phones',
] as const;
export type Skill = (typeof skills)[number];

export const tools = ['mower', 'scythe', 'tractor', 'clippers', 'toolbox', 'van', 'ladder'] as const;
export type Tool = (typeof tools)[number];

/** What one helper of a team must bring; empty where anybody can help. */
export interface Place {
  skill?: Skill;
  tool?: Tool;
}

/** Half a day of the week: 'mon-am' … 'sun-pm'. */
export type HalfDay = `${'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'}-${'am' | 'pm'}`;

/** A member of the local organisation who comes when somebody needs a hand. */
export interface Volunteer {
  id: string;
  name: string;
  area: string;
  phone?: string;
  skills: Skill[];
  /** What he is known for in the village, as the committee words it. */
  posts: string[];
  tools: Tool[];
  /** Languages he can help in. */
  languages: string[];
  /** Half-days he is usually free; empty means any. */
  free: HalfDay[];
  /** Hours a week he is willing to give. */
  weeklyHours: number;
  mentor?: string;
  /** He agreed to be shown on the wall of the kiosk. */
  wall: boolean;
  /** Day until which he is away, 'YYYY-MM-DD'. */
  awayUntil?: string;
  status: 'active' | 'left';
}

/** What a fellow volunteer or the wall may know of him. */
export type Card = Pick<Volunteer, 'id' | 'name' | 'area' | 'skills' | 'posts' | 'wall' | 'status'>;

/** The places of a team (as indexes) that he could fill. */
export function fits(volunteer: Pick<Volunteer, 'skills' | 'tools'>, places: readonly Place[]): number[] {
  const can: number[] = [];
  places.forEach((place, index) => {
    if (place.skill && !volunteer.skills.includes(place.skill)) return;
    if (place.tool && !volunteer.tools.includes(place.tool)) return;
    can.push(index);
  });
  return can;
}
