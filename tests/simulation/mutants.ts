/** A defence taken out of the product: the simulation is worth as much as it notices. */
export interface Mutant {
  name: string;
  file: string;
  /** Stands just once in the file. */
  find: string;
  put: string;
}

export const mutants: Mutant[] = [
  {
    name: 'ops are run again (S4)',
    file: 'src/lib/server/receive.ts',
    find: 'const fresh = request.ops.slice(old.length);',
    put: 'const fresh = request.ops;',
  },
  {
    name: 'a gap is overlooked (S3)',
    file: 'src/lib/server/receive.ts',
    find: 'if (first > stream.lastOp + 1) return',
    put: 'if (first < 0) return',
  },
  {
    name: 'a copy put back by hand is not noticed (S8)',
    file: 'src/lib/server/receive.ts',
    find: 'return top === 0 || (await tx.nonce(top)) === cursor.nonce;',
    put: 'return true;',
  },
  {
    name: 'the journal is not replayed (S19)',
    file: 'src/lib/server/forget.ts',
    find: "const erased = entries.flatMap((entry) => ('erase' in entry ? entry.erase : []));",
    put: 'const erased: string[] = [];',
  },
  {
    name: 'revocations are not replayed (S19)',
    file: 'src/lib/server/forget.ts',
    find: "entries.flatMap((entry) => ('revoke' in entry ? [[entry.revoke, entry.at]] : []))",
    put: '[] as [string, number][]',
  },
  {
    name: 'a contact is told to whoever is involved (V2)',
    file: 'src/lib/domain/need/project.ts',
    find: 'return ends > now ? ends : undefined;',
    put: 'return Infinity;',
  },
  {
    name: 'nothing is kept until a backup covers it (D6)',
    file: 'src/lib/device/acknowledge.ts',
    find: 'await database.sent.bulkPut(done.filter(({ n }) => n > safe));',
    put: '',
  },
  {
    name: 'an evicted browser goes on under its old name (D7)',
    file: 'src/lib/device/stream.ts',
    find: 'const fresh = crypto.randomUUID();',
    put: "const fresh = database.name.replace(/^.*?-(.*)-.*$/, '$1').padEnd(8, '0').replace(/[^0-9a-f]/g, '0').slice(0, 8) + '-0000-4000-a000-000000000000';",
  },
  {
    name: 'what was only believed is not taken back (D3)',
    file: 'src/lib/device/believed.ts',
    find: 'if ((await kept.count()) === 0) return;',
    put: 'if ((await kept.count()) >= 0) return;',
  },
  {
    name: 'an old answer is taken (D4)',
    file: 'src/lib/device/settle.ts',
    find: 'if (!same(cursor, asked) || !(await stillSealedFor(database, contacts))) return false;',
    put: 'if (!(await stillSealedFor(database, contacts))) return false;',
  },
  {
    name: 'erased households stay in kept commands (D13)',
    file: 'src/lib/device/settle.ts',
    find: 'if (answer.del.household) await redact(database, answer.del.household);',
    put: '',
  },
  {
    name: 'what time took stays in kept commands (D13)',
    file: 'src/lib/device/settle.ts',
    find: 'if (answer.gone) await redactGone(database, answer.gone, answer.lastOp);',
    put: '',
  },
  {
    name: 'erased households may come back (S18)',
    file: 'src/lib/server/judge.ts',
    find: "if (keeps(inner) && world.erased.has(household)) return { ok: false, code: 'erased' };",
    put: '',
  },
  {
    name: 'contacts outlive the silence (D9)',
    file: 'src/lib/device/contact.ts',
    find: '=> heardAt !== undefined && now - heardAt > LEASE;',
    put: '=> heardAt === 0 && now > LEASE;',
  },
  {
    name: 'last words are thrown away (S13)',
    file: 'src/lib/server/quarantine.ts',
    find: 'held.push({ id: `${stream}:${n}`, area: who.area, who, command, at });',
    put: '',
  },
  {
    name: 'an outbox with a hole stays as it is (D11)',
    file: 'src/lib/device/stream.ts',
    find: 'if (first && first.n > lastOp + 1) await renew(database);',
    put: "if (first && first.n > lastOp + 1) throw new Error('stuck');",
  },
  {
    name: 'what comes back goes on after its household was erased (S18)',
    file: 'src/lib/domain/erasure.ts',
    find: "one.kind === 'routine' && one.body.household === household",
    put: "one.kind === 'routine' && one.body.household === ''",
  },
  {
    name: 'a day of a routine is posted each time the clock looks (S24)',
    file: 'src/lib/server/routines.ts',
    find: "const hash = createHash('sha256').update(`${routine} ${day}`)",
    put: "const hash = createHash('sha256').update(`${routine} ${day} ${Math.random()}`)",
  },
  {
    name: 'a refusal is not told (D8)',
    file: 'src/lib/device/acknowledge.ts',
    find: 'if (!what || !pending) return [];',
    put: 'if (!what || !pending || !result.ok) return [];',
  },
];
