import { readMailbox, type SentEmail } from '../../localstack/commands/mailbox.ts';
import { engineEndpoint } from './engine.ts';

/** The emails to one address, oldest first. */
export const mailTo = async (address: string): Promise<SentEmail[]> =>
  (await readMailbox(engineEndpoint())).filter((email) => email.to.includes(address));
