import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { inRoot } from '../../paths.ts';
import { findChromium } from './support/chromium.ts';

/** What is pictured, and how one gets there from the list of orders. */
const PICTURES: Record<string, (page: Page) => Promise<void>> = {
  orders: async () => {},
  order: async (page) => {
    await page.goto(new URL('/orders?error=InsufficientFunds', page.url()).href);
    await page.locator('main tbody a').first().click();
    await page.locator('main svg').first().waitFor();
  },
  trace: async (page) => {
    await page.goto(new URL('/traces', page.url()).href);
    await page.locator('main tbody a').first().click();
  },
  services: async (page) => {
    await page.goto(new URL('/services', page.url()).href);
  },
  metrics: async (page) => {
    await page.goto(new URL('/metrics', page.url()).href);
  },
};

const SCREENS = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

/**
 * Takes the pictures of docs/console from a console that runs, each wide and narrow, light and dark.
 *
 * node console/tests/screenshots.ts <address as npm start prints it> [folder]
 */
const [address = '', folder = inRoot('docs', 'console')] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox'] });
for (const colorScheme of ['light', 'dark'] as const)
  for (const viewport of SCREENS) {
    const page = await (await browser.newContext({ colorScheme, viewport })).newPage();
    for (const [name, goTo] of Object.entries(PICTURES)) {
      await page.goto(address);
      await page.locator('main tbody a').first().waitFor();
      await goTo(page);
      await page.locator('main h1').waitFor();
      await page.locator('main .loading').first().waitFor({ state: 'detached' });
      await page.screenshot({ path: join(folder, `${name}-${viewport.width}-${colorScheme}.png`) });
    }
  }
await browser.close();
