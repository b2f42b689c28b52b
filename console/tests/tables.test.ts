import { describe, expect, it } from 'vitest';
import { scanService } from '../../tests/support/outputs.ts';
import { seriousFindings, useConsole } from './support/browser.ts';

const console = useConsole();

describe('a table', () => {
  it('is asked for a partition, whose address shows it again, with nothing secret in it', async () => {
    const rows = await scanService('users');
    const user = rows.find(({ passwordHash }) => passwordHash)!;
    const { page, close } = await console.open('/tables');
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.locator('input[name=pk]').fill(String(user.pk));
    await page.getByRole('button', { name: 'Look up', exact: true }).click();
    await page.getByRole('button', { name: `All of ${user.pk} USER`, exact: true }).click();
    await page.getByText(`"email": "${user.email}"`).waitFor();
    expect(await page.getByText('"passwordHash": "[redacted]"').count()).toBe(1);
    expect(await page.content()).not.toContain(String(user.passwordHash).split('$').at(-1));
    expect(await seriousFindings(page)).toEqual([]);

    await page.reload();
    await page.getByRole('button', { name: `All of ${user.pk} USER`, exact: true }).waitFor();
    await close();
  });

  it('says that there is no such item, and no such table', async () => {
    const { page, close } = await console.open('/tables/Orders?pk=ORDER%23none&sk=ORDER&match=is');
    await page.getByText('The key has no item like that.').waitFor();
    await page.goto(new URL('/tables/Nothing', page.url()).href);
    await page.getByText('This stage has no table Nothing').waitFor();
    await close();
  });
});

describe('the invariants', () => {
  it('are checked when they are opened, and again when it is asked for', async () => {
    const { page, close } = await console.open('/invariants');
    const again = page.getByRole('button', { name: 'Check now' });
    await page.getByText(/All \d+ invariants hold|invariants are broken/).waitFor();
    await page.getByText('balance is the sum of its entries').first().waitFor();
    await again.click();
    await page.getByRole('button', { name: 'Checking…' }).waitFor();
    await again.waitFor();
    await page.getByText(/Checked .* ago, in/).waitFor();
    await close();
  });
});
