import * as z from 'zod/mini';
import { readConfig, required } from '../kit/config.ts';
import { readLinked } from '../kit/linked.ts';
import { type LinkKey, signPasswordLink } from '../kit/password-link.ts';
import type { Contact } from './contact.ts';

/**
 * Makes the links by which passwords are chosen. They are signed here, when the email is written, so that no event, no
 * queue and no table ever holds one.
 */
export class PasswordLinks {
  /** The page that a link opens. Without a token it takes the wish for another link. */
  readonly page: string;
  readonly #key: LinkKey;

  constructor(page: string, key: LinkKey) {
    this.page = page;
    this.#key = key;
  }

  /** The token stands behind the #: browsers send that part to nobody. */
  async urlFor({ userId, email }: Contact, link: { epoch: number; expiresAt: string }): Promise<string> {
    return `${this.page}#${await signPasswordLink({ ...link, userId, email }, this.#key)}`;
  }
}

/** The links of this deployment; undefined where passwords are another issuer's. */
export function ownPasswordLinks(): PasswordLinks | undefined {
  const { PASSWORD_PAGE: page } = readConfig({ PASSWORD_PAGE: z.optional(required) });
  if (page === undefined) return undefined;
  return new PasswordLinks(
    page,
    readLinked('PasswordLinkSigningKey', z.object({ privateKey: z.string(), kid: z.string() })),
  );
}
