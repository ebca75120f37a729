import type { Texts } from '../texts.ts';

/** Something to read without network: a know-how sheet ('know-how') or a notice of the committee ('notice'). */
export interface Sheet {
  id: string;
  area: string;
  about: (typeof subjects)[number];
  title: Texts;
  /** Plain lines; an empty line begins a paragraph, '- ' a point of a list. */
  body: Texts;
  /** The service that it helps with, if it is about one. */
  service?: string;
  /** The last day on which it counts, 'YYYY-MM-DD'. */
  until?: string;
  /** When it was first written, epoch milliseconds. */
  at: number;
}

/** Does it still count on `day` ('YYYY-MM-DD')? */
export const counts = ({ until }: Pick<Sheet, 'until'>, day: string): boolean =>
  until === undefined || until >= day;

export const subjects = ['know-how', 'notice'] as const;
