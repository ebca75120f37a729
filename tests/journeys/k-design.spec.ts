// The page of the design language is for builders: a build neither shows nor carries it.
import { readdirSync, readFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { expect, test } from '@playwright/test';
import { TestServer } from '../support/server.ts';

test('nobody who uses Yardem comes to the page of its components, and no device loads it', async ({
  page,
}) => {
  const server = await TestServer.start();
  await page.goto(`${server.url}/design`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有这个页面');
  await server.stop();

  const client = 'build/client';
  const files = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(js|css)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(50);
  const carrying = files.filter((file) =>
    readFileSync(path(client, file), 'utf8').includes('Design language'),
  );
  expect(carrying).toEqual([]);
});
