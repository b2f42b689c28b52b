import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { STAGE } from '../../../tests/support/stage.ts';
import { type RunningConsole, startConsole } from '../../start.ts';
import { findChromium } from './chromium.ts';

let browser: Browser;
let running: RunningConsole;

/**
 * Has a file of tests use the console of the tests' stage in Chromium: one console and one browser for the whole file.
 *
 * @returns how to open a page of it, as somebody who has signed in. What the page writes to its console as an error fails
 * the test that closes it.
 */
export function useConsole({ mayAct = true } = {}) {
  beforeAll(async () => {
    running = await startConsole({ stage: STAGE, mayAct });
    // As root Chromium has no sandbox.
    browser = await chromium.launch({ executablePath: findChromium()!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await running?.close();
  });
  return {
    async open(path: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', ({ message }) => errors.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      const signedIn = new URL(path, running.address);
      signedIn.searchParams.set('token', new URL(running.address).searchParams.get('token')!);
      await page.goto(signedIn.href);
      return {
        page,
        close: async ({ despite } = {}) => {
          await context.close();
          expect(errors.filter((error) => !despite?.test(error))).toEqual([]);
        },
      };
    },
  };
}

interface OpenPage {
  page: Page;
  /** @throws when the page has written an error, but for those that the test has brought about. */
  close(options?: { despite?: RegExp }): Promise<void>;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds of the page as it is now that is serious or critical, one line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Evaluated by the debugger, to which the page's policy does not apply.
  await page.evaluate(AXE);
  const violations = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as { id: string; impact: string; nodes: { html: string }[] }[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
