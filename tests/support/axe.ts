import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The rules about what a scheme of colours changes; names and roles stay the same. */
export const colours = ['color-contrast', 'link-in-text-block'];

/** What breaks the rules of WCAG 2.2 AA on the page as it stands, in words; `only` some rules. */
export async function violations(page: Page, only?: readonly string[]): Promise<string[]> {
  // Of WCAG 2.2's rules, axe leaves this one out unless it is asked for.
  const axe = new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] })
    .setLegacyMode(true);
  const found = await (only ? axe.withRules([...only]) : axe).analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, any, all, none }) => {
      const why = [...any, ...all, ...none].map(({ message }) => message)[0] ?? '';
      return `${id} at ${target.join(' ')}: ${why}`;
    }),
  );
}
