import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings, useConsole } from './support/browser.ts';

const console = useConsole();

/** Looks at every page that the navigation leads to. @returns what was found, by address. */
async function atEachPage<T>(page: Page, look: () => Promise<T>): Promise<Record<string, T>> {
  const found: Record<string, T> = {};
  const links = page.locator('nav a');
  await links.first().waitFor();
  for (let index = 0; index < (await links.count()); index += 1) {
    const link = links.nth(index);
    await link.click();
    await page.locator('main h1').waitFor();
    await page.locator('main .loading').first().waitFor({ state: 'detached' });
    found[(await link.getAttribute('href'))!] = await look();
  }
  return found;
}

/** What every page should have found nothing of. */
const nothingAt = (found: Record<string, unknown>) =>
  Object.fromEntries(Object.keys(found).map((address) => [address, []]));

describe('every page', () => {
  it.each(['light', 'dark'] as const)('has nothing that axe finds serious, %s', async (colorScheme) => {
    const { page, close } = await console.open('/', { colorScheme });
    const found = await atEachPage(page, () => seriousFindings(page));
    expect(found).toEqual(nothingAt(found));
    await close();
  });

  it.each([390, 768, 1280, 2560])('is no wider than a screen of %i px', async (width) => {
    const { page, close } = await console.open('/', { viewport: { width, height: 900 } });
    const found = await atEachPage(page, async () => {
      const widest = Number(await page.evaluate('document.documentElement.scrollWidth'));
      return widest > width ? [`${widest} px`] : [];
    });
    expect(found).toEqual(nothingAt(found));
    await close();
  });

  it('has an address of its own, that shows it again', async () => {
    const { page, close } = await console.open('/');
    const titles = await atEachPage(page, () => page.locator('main h1').innerText());
    for (const [address, title] of Object.entries(titles)) {
      await page.goto(new URL(address, page.url()).href);
      await page.locator('main h1', { hasText: title }).waitFor();
    }
    expect(new Set(Object.values(titles)).size).toBe(Object.keys(titles).length);
    await close();
  });

  it('tells its keys', async () => {
    const { page, close } = await console.open('/');
    await page.locator('main h1').waitFor();
    await page.keyboard.press('?');
    await page.locator('dialog', { hasText: 'searches' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await close();
  });

  it('keeps the frame when one of them fails', async () => {
    const { page, close } = await console.open('/services');
    await page.route('**/read/orders*', (route) => route.fulfill({ json: {} }));
    await page.getByRole('link', { name: 'Orders', exact: true }).click();
    await page.locator('.trouble', { hasText: 'This page has failed' }).waitFor();
    await page.unroute('**/read/orders*');
    await page.getByRole('link', { name: 'Services', exact: true }).click();
    await page.locator('main h1', { hasText: 'Services' }).waitFor();
    await close();
  });
});
