/** An RFC 9457 problem: what is wrong with a message as such. (A command refused by a rule is data in a 200.) */
export class Problem extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 429 | 503,
    /** A word that clients can act on and have a sentence for. */
    readonly code: string,
    readonly detail = '',
    readonly headers: Record<string, string> = {},
  ) {
    super(code);
  }

  response(): Response {
    const { status, code, detail } = this;
    const body = { type: `urn:yardem:problem:${code}`, title: code, status, ...(detail && { detail }) };
    return new Response(JSON.stringify(body), {
      status,
      headers: { ...this.headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    });
  }
}

/** Answers the methods that a door does not have. */
export const only = (allow: string) => (): Response =>
  new Problem(405, 'no-such-method', '', { allow }).response();

/** Runs a route's work and turns a thrown Problem into its answer. */
export async function answering(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) return error.response();
    throw error;
  }
}
