/** A need as a phone lays it down, as far as the benchmark looks into it. */
export interface Row {
  id: string;
  until: string;
  urgent: boolean;
  stands: string;
  mine: string;
  due: string;
  assignments: object[];
}

/** The row after its helper has claimed it: what the real rules make of it. */
export const claimed = <R extends Row>(row: R): R => ({
  ...row,
  mine: 'accepted',
  assignments: [
    ...row.assignments,
    { volunteer: 'me', status: 'accepted', can: [0, 1], via: 'claim', takenAt: 1_790_000_000_000 },
  ],
});

/** The row after somebody else has marked it as urgent. */
export const hurried = <R extends Row>(row: R): R => ({ ...row, urgent: true, due: `0 ${row.until}` });
