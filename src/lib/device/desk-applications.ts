import type { Application } from '$lib/domain/application/application.ts';
import type { Volunteer } from '$lib/domain/volunteer/volunteer.ts';
import type { Database } from './database.ts';

/** Those who want to help and wait for an answer, the longest waiting first. */
export async function applications(database: Database): Promise<Application[]> {
  return (await database.application.toArray()).sort((a, b) => a.at - b.at);
}

/** What an applicant has said of himself, as the beginning of his row. */
export const saidBy = ({ name, phone, area, skills }: Application): Partial<Volunteer> => ({
  ...{ name, area, skills: [...skills] },
  ...(phone !== undefined && { phone }),
});
