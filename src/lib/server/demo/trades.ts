import type { Skill, Tool } from '$lib/domain/volunteer/volunteer.ts';

/** A post as the village gives it out by what each is good at, and how many hold it. */
export interface Trade {
  post: string;
  count: number;
  skills: Skill[];
  /** One of these besides, for half of them. */
  also: Skill[];
  /** What the first of them own; the rest own what the last entry says. */
  tools: Tool[][];
}

/** Sixty-six volunteers in all, six mowers among them and `volunteer-01` the first. */
export const trades: Trade[] = [
  {
    post: '打草能手',
    count: 14,
    skills: ['hay', 'carrying'],
    also: ['herding', 'driving', 'carpentry'],
    tools: [
      ['mower'],
      ['mower', 'tractor'],
      ['mower', 'scythe'],
      ['mower'],
      ['mower', 'tractor'],
      ['mower'],
      ['scythe'],
    ],
  },
  {
    post: '保洁能手',
    count: 12,
    skills: ['cleaning'],
    also: ['cooking', 'phones', 'translation'],
    tools: [[]],
  },
  { post: '理发能手', count: 4, skills: ['haircut'], also: ['cleaning'], tools: [['clippers']] },
  {
    post: '水管维修能手',
    count: 5,
    skills: ['plumbing'],
    also: ['electrics', 'driving'],
    tools: [['toolbox']],
  },
  { post: '电路维修能手', count: 4, skills: ['electrics'], also: ['phones'], tools: [['toolbox', 'ladder']] },
  { post: '木工能手', count: 3, skills: ['carpentry'], also: ['plumbing'], tools: [['toolbox', 'ladder']] },
  { post: '种植能手', count: 7, skills: ['growing'], also: ['hay', 'carrying'], tools: [['tractor'], []] },
  { post: '养殖能手', count: 7, skills: ['herding'], also: ['hay', 'growing'], tools: [['scythe'], []] },
  { post: '运输能手', count: 5, skills: ['driving', 'carrying'], also: ['translation'], tools: [['van']] },
  { post: '代办能手', count: 3, skills: ['paperwork', 'translation'], also: ['phones'], tools: [[]] },
  { post: '手机辅导员', count: 2, skills: ['phones', 'paperwork'], also: ['translation'], tools: [[]] },
];
