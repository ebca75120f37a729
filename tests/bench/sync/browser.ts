import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { launchOptions } from '../../support/browser.ts';

/** How slow the device and its network are made. */
export interface Profile {
  cpu: number;
  network?: { latency: number; down: number; up: number };
}
export const profiles: Record<string, Profile> = {
  desk: { cpu: 1 },
  /** A cheap phone: a quarter of this processor; 150 ms, 1.6 Mbit/s down, 750 kbit/s up. */
  phone: { cpu: 4, network: { latency: 150, down: 1_600_000 / 8, up: 750_000 / 8 } },
};

/** A browser with a profile of its own on disk (a private window's database would live in memory). */
export class Browser {
  version = '';
  readonly #folder: string;
  readonly #profile: Profile;

  constructor(folder: string, profile: Profile) {
    this.#folder = mkdtempSync(join(folder, 'profile-'));
    this.#profile = profile;
  }

  /** Starts the browser anew, opens `url`, puts `script` on it and works there. */
  async visit<T>(url: string, script: string, work: (page: Page) => Promise<T>): Promise<T> {
    const context = await chromium.launchPersistentContext(this.#folder, launchOptions());
    try {
      this.version = context.browser()?.version() ?? '';
      const page = context.pages()[0] ?? (await context.newPage());
      page.on('console', (line) => {
        // PouchDB looks for checkpoints that are not there yet: no fault.
        if (line.type() === 'error' && !line.text().includes('404')) console.error(line.text());
      });
      await page.goto(url);
      await page.evaluate(script);
      await slow(page, this.#profile);
      return await work(page);
    } finally {
      await context.close();
    }
  }

  forget(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function slow(page: Page, { cpu, network }: Profile): Promise<void> {
  if (cpu === 1 && !network) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  if (!network) return;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: network.latency,
    downloadThroughput: network.down,
    uploadThroughput: network.up,
  });
}
