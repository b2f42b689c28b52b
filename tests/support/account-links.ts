import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { type LinkKey, linkVerifier, signLink } from '../../functions/platform/account-link.ts';
import type { serviceTable } from './service-table.ts';

interface Announced {
  type: string;
  sequence: number;
  data: {
    userId: string;
    email: string;
    emailVerified?: boolean;
    emailLink?: { epoch: number; change?: string; expiresAt: string };
    undoLink?: { email: string; change: string; expiresAt: string };
    passwordLink?: { epoch: number; expiresAt: string };
  };
}

/** Keys of links, and the tokens that notifications would send for what a table of users announces. */
export async function accountLinks(store: Pick<Awaited<ReturnType<typeof serviceTable>>, 'scan'>) {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const key: LinkKey = { privateKey: await exportPKCS8(privateKey), kid: 'k' };
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] };
  const eventsOf = async (id: string): Promise<Announced[]> =>
    (await store.scan())
      .filter(({ pk, sk }) => pk === `USER#${id}` && String(sk).startsWith('EVENT#'))
      .map(({ event }) => event as Announced)
      .sort((one, other) => one.sequence - other.sequence);
  return {
    key,
    jwks,
    verify: linkVerifier(jwks, ['email-link', 'undo-link']),
    eventsOf,
    /** The token of the newest link to an address that is to be confirmed. */
    async confirming(userId: string, email: string): Promise<string> {
      const about = (await eventsOf(userId))
        .filter(({ data }) => data.emailLink && data.email === email)
        .at(-1);
      return signLink('email-link', { ...about!.data.emailLink!, userId, email }, key);
    },
    /** The token of the newest link by which an address is brought back. */
    async undoing(userId: string, email: string): Promise<string> {
      const links = (await eventsOf(userId)).map(({ data }) => data.undoLink);
      const { change, expiresAt } = links.filter((link) => link?.email === email).at(-1)!;
      return signLink('undo-link', { userId, email, change, expiresAt }, key);
    },
    /** The token of the newest link by which a password is chosen. */
    async choosing(userId: string): Promise<string> {
      const { data } = (await eventsOf(userId)).filter(({ data }) => data.passwordLink).at(-1)!;
      return signLink('password-link', { ...data.passwordLink!, userId, email: data.email }, key);
    },
  };
}
