import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import { until } from '../../tests/support/engine.ts';
import { mailTo } from '../../tests/support/mailbox.ts';
import { shopOutputs } from '../../tests/support/outputs.ts';
import { seriousFindings, useConsole } from './support/browser.ts';

const console = useConsole();
const CUP = 'espresso-cup';

let orderId: string;
let email: string;
beforeAll(async () => {
  // Somebody who cannot pay: their order is undone.
  const customer = await new ShopDriver(shopOutputs().api).customer(1, 'Ben');
  email = customer.credentials.email;
  const { body } = await customer.order([{ sku: CUP, quantity: 1 }]);
  orderId = body.id;
  await customer.settled(orderId);
  await until(async () => (await mailTo(email)).length > 0, { what: `an email to ${email}` });
});

const focused = (page: Page) => page.locator('tr.selected').innerText();

describe('traces', () => {
  it('finds the trace of an order, shows how it failed, and what was logged in it', async () => {
    const { page, close } = await console.open(`/traces?order=${orderId}`);
    await page.locator('main a', { hasText: 'POST /orders' }).first().click();
    await page.locator('h1', { hasText: 'Trace: POST /orders' }).waitFor();
    await page.locator('.waterfall tr', { hasText: 'orders-cancel-order' }).first().waitFor();
    // Whoever is second to start the saga is told so by an error, which may come before.
    await until(
      async () => {
        await page.keyboard.press('e');
        return (await focused(page)).includes('ChargePayment');
      },
      { what: 'the error of ChargePayment' },
    );
    await page.keyboard.press('f');
    await page
      .locator('.waterfall tr', { hasText: 'orders-cancel-order' })
      .first()
      .waitFor({ state: 'detached' });
    await page.locator('aside', { hasText: 'Attributes' }).waitFor();
    expect(new URL(page.url()).searchParams.get('failed')).toBe('true');
    await page.locator('.logs td', { hasText: 'payments-charge-payment' }).first().waitFor();
    expect(await page.locator('main a', { hasText: orderId }).getAttribute('href')).toBe(
      `/orders/${orderId}`,
    );
    expect(await seriousFindings(page)).toEqual([]);
    await close();
  });

  it('draws who called whom, and tells the same in a table', async () => {
    const { page, close } = await console.open(`/traces/map?order=${orderId}`);
    await page.locator('.map .service', { hasText: 'order-saga' }).waitFor();
    const row = page.locator('tr', { hasText: 'API Gateway' }).first();
    expect(await row.innerText()).toMatch(/API Gateway\s+orders\s+1/);
    expect(await seriousFindings(page)).toEqual([]);
    await close();
  });

  it('says of a trace that is not there that it is not', async () => {
    const { page, close } = await console.open('/traces');
    const answered = page.waitForResponse(/read\/trace\b/);
    await page.locator('input[type=search]').fill('1-5759e988-bd862e3fe1be46a994272793');
    await page.keyboard.press('Enter');
    expect((await answered).status()).toBe(404);
    await page.locator('.trouble', { hasText: 'nothing is recorded of it' }).waitFor();
    await close({ despite: /404/ });
  });

  it('has all lines about an order alone', async () => {
    const { page, close } = await console.open(`/logs?order=${orderId}`);
    await page.locator('.logs td', { hasText: 'InsufficientFunds' }).first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await close();
  });
});

describe('metrics', () => {
  it('shows the requests of the hour, and reads them out by key', async () => {
    const { page, close } = await console.open('/metrics');
    const requests = page.locator('figure', { hasText: 'Requests by service' }).first();
    await requests.locator('polyline').first().waitFor();
    await page.keyboard.press('ArrowLeft');
    await requests.locator('.legend li', { hasText: /\d\d:\d\d/ }).waitFor();
    await requests.locator('summary').click();
    expect(await requests.locator('tbody tr').count()).toBeGreaterThan(0);
    expect(await seriousFindings(page)).toEqual([]);
    await close();
  });
});

describe('the mailbox', () => {
  it('finds an email and shows it as it looks, without a link that works', async () => {
    const { page, close } = await console.open(`/mail?to=${email}`);
    await page.locator('main td a').first().click();
    const frame = page.frameLocator('iframe.email');
    const link = frame.locator('a[href*="#"]').first();
    await link.waitFor();
    expect(await link.getAttribute('href')).toMatch(/#\[redacted\]$/);
    await page.keyboard.press('t');
    await page.locator('.email-text', { hasText: '[redacted]' }).waitFor();
    expect(await page.locator('dd', { hasText: email }).count()).toBe(1);
    expect(await page.locator('main a[href^="/traces/"]').count()).toBe(1);
    expect(await seriousFindings(page)).toEqual([]);
    await close();
  });
});

describe('the API', () => {
  it('registers a test customer, who places an order and is led to its trace', async () => {
    const { page, close } = await console.open('/api?q=place');
    await page.locator('main a', { hasText: 'Place an order' }).click();
    await page.locator('button', { hasText: 'Register a test customer' }).click();
    await page.locator('dialog p', { hasText: 'is registered on stage' }).waitFor();
    await page.locator('dialog button', { hasText: 'Confirm' }).click();
    await page.locator('dialog').waitFor({ state: 'detached' });
    await page.locator('.attempt button', { hasText: 'Send' }).click();
    await page.locator('dialog p', { hasText: 'POST' }).waitFor();
    await page.locator('dialog button', { hasText: 'Confirm' }).click();
    await page.locator('.badge', { hasText: '201' }).waitFor();
    await page.locator('figure.json', { hasText: 'PENDING' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.locator('main a[href^="/traces/"]').click();
    await page.locator('h1', { hasText: 'Trace: POST /orders' }).waitFor();
    await close();
  });

  it('sends a GET at once, as staff, and hides what is secret in the answer', async () => {
    const { page, close } = await console.open('/api/createToken');
    await page.locator('textarea').fill(shopOutputs().staff);
    await page.locator('.attempt button', { hasText: 'Send' }).click();
    await page.locator('dialog button:enabled', { hasText: 'Confirm' }).click();
    await page.locator('.badge', { hasText: '200' }).waitFor();
    expect(await page.locator('figure.json').innerText()).toMatch(/"accessToken": "?\[redacted\]/);
    await page.goto(new URL('/api/getMe', page.url()).href);
    await page.locator('.attempt select').first().selectOption('staff');
    await page.locator('.attempt button', { hasText: 'Send' }).click();
    await page.locator('figure.json', { hasText: 'staff' }).waitFor();
    await close();
  });
});
