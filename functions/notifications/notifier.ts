import type { DataOf, EventOf } from '../contracts/events.ts';
import { log } from '../kit/log.ts';
import type { Contact } from './contact.ts';
import {
  writeInvitation,
  writeOrderCancelled,
  writeOrderConfirmed,
  writePasswordForgotten,
  writeWelcome,
} from './letters.ts';
import type { PasswordLinks } from './password-links.ts';
import type { PostOffice } from './post-office.ts';
import type { RenderedEmail } from './rendering/letter.ts';
import type { NotificationRepository } from './repository.ts';

/** Decides who is written to about what. */
export class Notifier {
  readonly #notifications: NotificationRepository;
  readonly #post: PostOffice;
  readonly #links: PasswordLinks | undefined;

  /** @param links for who follows users: none where passwords are not ours. */
  constructor(notifications: NotificationRepository, post: PostOffice, links?: PasswordLinks) {
    this.#notifications = notifications;
    this.#post = post;
    this.#links = links;
  }

  /**
   * user.created: keeps the address and the preferences, and welcomes the user, whatever the preferences are; with a link
   * by which a password is chosen, if there is none yet.
   */
  async welcome({ id, sequence, data }: EventOf<'user.created'>): Promise<void> {
    await this.#notifications.keepAddress(data, sequence);
    await this.#notifications.keepPreferences(data.userId, data.preferences, sequence);
    const contact = await this.#contact(data.userId);
    if (!contact) return;
    const { passwordLink } = data;
    const email = passwordLink
      ? writeInvitation(contact, await this.#link(contact, passwordLink))
      : writeWelcome(contact);
    await this.#post.send(id, contact, email);
  }

  /** password.forgotten: sends the link, whatever the preferences are, unless it would come too late to be of use. */
  async passwordForgotten({ id, data }: EventOf<'password.forgotten'>): Promise<void> {
    const { userId, passwordLink } = data;
    const contact = await this.#contact(userId);
    if (!contact) return;
    if (Date.parse(passwordLink.expiresAt) <= Date.now()) return log.info('the link has expired');
    await this.#post.send(
      id,
      contact,
      writePasswordForgotten(contact, await this.#link(contact, passwordLink)),
    );
  }

  orderConfirmed(event: EventOf<'order.confirmed'>): Promise<void> {
    const skus = event.data.items.map(({ sku }) => sku);
    return this.#aboutOrder(event, async (contact) =>
      writeOrderConfirmed(contact, event, await this.#notifications.productNames(skus)),
    );
  }

  orderCancelled(event: EventOf<'order.cancelled'>): Promise<void> {
    return this.#aboutOrder(event, async (contact) => writeOrderCancelled(contact, event));
  }

  async #aboutOrder(
    { id, data }: EventOf<'order.confirmed' | 'order.cancelled'>,
    write: (contact: Contact) => Promise<RenderedEmail>,
  ): Promise<void> {
    const contact = await this.#contact(data.customerId);
    if (!contact) return;
    if (contact.preferences.orderEmails) await this.#post.send(id, contact, await write(contact));
    else log.info('not wanted by its reader');
  }

  async #link(contact: Contact, passwordLink: DataOf<'password.forgotten'>['passwordLink']) {
    if (!this.#links) throw new Error('this stage has no password links: PASSWORD_PAGE is not set');
    return { ...passwordLink, page: this.#links.page, url: await this.#links.urlFor(contact, passwordLink) };
  }

  /**
   * The one to write to, undefined when the account was deleted.
   *
   * @throws Error when nothing is known of the user yet: events of other services overtake, so this one comes again.
   */
  async #contact(userId: string): Promise<Contact | undefined> {
    const answer = await this.#notifications.contact(userId);
    if (answer.known === 'unknown') throw new Error(`user ${userId} is not known yet`);
    if (answer.known === 'yes') return answer.contact;
    log.info('the account was deleted');
    return undefined;
  }
}
