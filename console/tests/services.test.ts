import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { seriousFindings, useConsole } from './support/browser.ts';

const console = useConsole();

/** Reads in the dialog what will happen, and confirms it. */
async function confirm(page: Page, says: RegExp): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByText(says).waitFor();
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await dialog.waitFor({ state: 'detached' });
}

const section = (page: Page, title: string) =>
  page.locator('.section', { has: page.getByRole('heading', { name: title, exact: true }) });

describe('a circuit breaker', () => {
  it('is forced open with a reason, shown by whom and why, and released', async () => {
    const { page, close } = await console.open('/services');
    await page.getByRole('link', { name: 'payments/b' }).click();
    await page.getByLabel('Why').fill('its <b>table</b> is slow');
    await page.getByRole('button', { name: 'Force open' }).click();
    await confirm(page, /calls to payments\/b fail at once, for 10 min/);

    const breaker = section(page, 'Circuit breaker');
    await breaker.getByText('open', { exact: true }).waitFor();
    await breaker.getByText('its <b>table</b> is slow').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.goBack();
    const row = page.getByRole('row', { name: /payments\/b/ });
    await row.getByText('open', { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Release' }).click();
    await confirm(page, /left to itself again/);
    await row.getByText('the next call is a trial').waitFor();
    expect(await row.getByRole('button', { name: 'Release' }).count()).toBe(0);
    await close();
  });

  it('is not forced without a reason', async () => {
    const { page, close } = await console.open('/services/payments/b');
    await page.getByRole('button', { name: 'Force closed' }).click();
    await page.getByRole('dialog').getByText('it is empty: say why').waitFor();
    expect(await page.getByRole('button', { name: 'Confirm' }).isDisabled()).toBe(true);
    // The browser itself writes down that the server refused.
    await close().catch(() => {});
  });
});

describe('an instance', () => {
  it('is drained, and restored', async () => {
    const { page, close } = await console.open('/services/payments/b');
    await page.getByLabel('Why').fill('it is slow');
    await page.getByRole('button', { name: 'Drain' }).click();
    await confirm(page, /nobody begins another call to payments\/b/);
    await section(page, 'Instance').getByText('drained', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Services' }).first().click();
    const row = page.getByRole('row', { name: /payments\/b/ });
    await row.getByText('it is slow').waitFor();
    await row.getByRole('button', { name: 'Restore' }).click();
    await confirm(page, /find payments\/b again/);
    await row.getByText('drained').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Check health now' }).click();
    await confirm(page, /health check runs once/);
    await row.getByText('healthy', { exact: true }).waitFor();
    await close();
  });
});
