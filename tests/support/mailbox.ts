import { readMailbox, type SentEmail } from '@serverless-orders/localstack';
import type { Shop as Client } from '../../client/shop.ts';
import { engineEndpoint, until } from './engine.ts';

/** The emails to one address, oldest first. */
export const mailTo = async (address: string): Promise<SentEmail[]> =>
  (await readMailbox(engineEndpoint())).filter((email) => email.to.includes(address));

/** The token of the newest password link that was sent to an address, once one was. */
export const linkMailedTo = (address: string): Promise<string> =>
  until(
    async () => (await mailTo(address)).flatMap(({ text }) => /#([\w.-]+)$/m.exec(text)?.[1] ?? []).at(-1),
    { what: `a password link to ${address}` },
  );

/** Opens the newest link that was sent to an address: what was to be confirmed is. */
export async function openLinkMailedTo(address: string, client: Client): Promise<void> {
  await client.openEmailLink({ body: { token: await linkMailedTo(address) }, throwOnError: true });
}
