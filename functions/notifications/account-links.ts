import * as z from 'zod/mini';
import { type AccountLink, type LinkKey, type LinkPurpose, signLink } from '../platform/account-link.ts';
import { readConfig, required } from '../platform/config.ts';
import { readLinked } from '../platform/linked.ts';

interface Pages {
  password: string;
  email: string;
}

/**
 * Makes the links by which passwords are chosen and addresses confirmed. They are signed here, when the email is written,
 * so that no event, no queue and no table ever holds one.
 */
export class AccountLinks {
  /** The pages that links open. Without a token the one for passwords takes the wish for another link. */
  readonly pages: Pages;
  readonly #key: LinkKey;

  constructor(pages: Pages, key: LinkKey) {
    this.pages = pages;
    this.#key = key;
  }

  /** The token stands behind the #: browsers send that part to nobody. */
  async urlFor(purpose: LinkPurpose, link: AccountLink): Promise<string> {
    const page = purpose === 'password-link' ? this.pages.password : this.pages.email;
    return `${page}#${await signLink(purpose, link, this.#key)}`;
  }
}

/** The links of this deployment; undefined where passwords are another issuer's. */
export function ownAccountLinks(): AccountLinks | undefined {
  const { PASSWORD_PAGE: password, EMAIL_PAGE: email } = readConfig({
    PASSWORD_PAGE: z.optional(required),
    EMAIL_PAGE: z.optional(required),
  });
  if (password === undefined || email === undefined) return undefined;
  return new AccountLinks(
    { password, email },
    readLinked('PasswordLinkSigningKey', z.object({ privateKey: z.string(), kid: z.string() })),
  );
}
