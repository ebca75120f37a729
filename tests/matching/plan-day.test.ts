import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadInstance } from '../bench/day/instance.ts';
import { validate } from '../bench/day-plan/validate.mjs';

const instances = join(import.meta.dirname, '../bench/day-plan/instances');
const folder = mkdtempSync(join(tmpdir(), 'plan-day-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const written = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const planDay = (...options: string[]) =>
  spawnSync(process.execPath, ['scripts/plan-day.ts', ...options], { encoding: 'utf8' });

describe('plan:day', () => {
  test('prints a plan that the published validator accepts', () => {
    const file = join(instances, 'B3.json');
    const { status, stdout } = planDay(file, '--iterations', '20000');
    expect(status).toBe(0);
    expect(validate(loadInstance(file), JSON.parse(stdout))).toMatchObject({ ok: true });
  });

  test.each([
    ['no file', [], 'usage'],
    ['a file that is not there', [join(folder, 'none.json')], 'no such file'],
    ['something else than JSON', [written('text.json', 'A1')], 'not valid JSON'],
    ['other JSON', [written('other.json', '{"n": 3}')], 'not an instance'],
    ['an option that is no number', [join(instances, 'A1.json'), '--seconds', 'ten'], '--seconds'],
  ])('says what is wrong with %s, and ends with 2', (_, options, why) => {
    const { status, stdout, stderr } = planDay(...options);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('    at '); // no stack
  });
});
