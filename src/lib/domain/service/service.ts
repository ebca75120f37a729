import type { Texts } from '../texts.ts';
import type { Place } from '../volunteer/volunteer.ts';

export type { Place };

/** An entry of the catalogue: what may be asked for, and how soon it should be taken and done. */
export interface Service {
  id: string;
  name: Texts;
  /** Key of a picture (see ui/base/service-icons.ts). */
  icon: string;
  /** Usual length of the work, for each helper. */
  minutes: number;
  /** One place a helper: the team is as long as this list. */
  places: Place[];
  /** Hours after posting by which somebody should have taken it. */
  takeWithin: number;
  /** Hours after posting by which it should be done. */
  doneWithin: number;
  /** Months and days, 'MM-DD', between which it is offered; may run over new year. */
  season?: { from: string; until: string };
  about: 'household' | 'place';
  /** Goods are asked for by item and quantity. */
  goods: boolean;
  /** Asking somebody who knows, by a visit or a call: volunteers may ask, too. */
  advice?: boolean;
  active: boolean;
}

/** Is the service offered on `day` ('YYYY-MM-DD')? */
export function inSeason(service: Service, day: string): boolean {
  if (!service.season) return true;
  const { from, until } = service.season;
  const at = day.slice(5);
  return from <= until ? from <= at && at <= until : from <= at || at <= until;
}
