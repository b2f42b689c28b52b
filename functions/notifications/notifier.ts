import type { DataOf, EventOf } from '../contracts/events.ts';
import type { AccountLink, LinkPurpose } from '../platform/account-link.ts';
import { log } from '../platform/log.ts';
import type { AccountLinks } from './account-links.ts';
import type { Contact } from './contact.ts';
import type { EmailSender } from './email-sender.ts';
import {
  writeAddressChanging,
  writeConfirmAddress,
  writeConfirmChange,
  writeInvitation,
  writeOrderCancelled,
  writeOrderConfirmed,
  writePasswordChanged,
  writePasswordForgotten,
  writeWelcome,
} from './emails.ts';
import type { RenderedEmail } from './rendering/email.ts';
import type { NotificationRepository } from './repository.ts';

type UndoLink = NonNullable<DataOf<'user.changed'>['undoLink']>;

/** Decides who is written to about what. */
export class Notifier {
  readonly #notifications: NotificationRepository;
  readonly #post: EmailSender;
  readonly #links: AccountLinks | undefined;

  /** @param links for who follows users: none where passwords are not ours. */
  constructor(notifications: NotificationRepository, post: EmailSender, links?: AccountLinks) {
    this.#notifications = notifications;
    this.#post = post;
    this.#links = links;
  }

  /**
   * user.created: keeps the address and the preferences, and welcomes the user, whatever the preferences are; with the link
   * by which a password is chosen, or the address verified. An address that the account has no more is not written to.
   */
  async welcome({ id, sequence, data }: EventOf<'user.created'>): Promise<void> {
    await this.#notifications.keepAddress(data, sequence);
    await this.#notifications.keepPreferences(data.userId, data.preferences, sequence);
    const contact = await this.#contact(data.userId);
    if (!contact) return;
    const { passwordLink, emailLink, userId, email: to } = data;
    if (!passwordLink && !emailLink && data.emailVerified === false)
      return log.info('the address was written to often enough today');
    if (!passwordLink && !emailLink) return this.#post.send(id, contact, writeWelcome(contact));
    if (contact.email !== to) return log.info('the account has another address by now');
    const email = passwordLink
      ? writeInvitation(contact, await this.#link('password-link', { ...passwordLink, userId, email: to }))
      : writeConfirmAddress(contact, await this.#link('email-link', { ...emailLink!, userId, email: to }));
    await this.#post.send(id, { email: to }, email);
  }

  /** user.changed: keeps the address, and tells the one before it how to take the change back. */
  async userChanged({ id, sequence, data }: EventOf<'user.changed'>): Promise<void> {
    await this.#notifications.keepAddress(data, sequence);
    if (data.undoLink) await this.#tellOld(id, data.userId, data.undoLink, { done: true });
  }

  /** email.unconfirmed: sends the link to the address that is to be confirmed, and tells the present one. */
  async emailUnconfirmed({ id, data }: EventOf<'email.unconfirmed'>): Promise<void> {
    const { userId, email: to, emailLink, undoLink } = data;
    const contact = await this.#contact(userId);
    if (!contact) return;
    if (undoLink) await this.#tellOld(`${id}.undo`, userId, undoLink, { done: false });
    if (Date.parse(emailLink.expiresAt) <= Date.now()) return log.info('the link has expired');
    const link = await this.#link('email-link', { ...emailLink, userId, email: to });
    const write = emailLink.change === undefined ? writeConfirmAddress : writeConfirmChange;
    await this.#post.send(id, { email: to }, write(contact, link));
  }

  /** password.changed: tells the owner, whatever the preferences are. */
  async passwordChanged({ id, time, data }: EventOf<'password.changed'>): Promise<void> {
    const contact = await this.#contact(data.userId);
    if (!contact) return;
    const page = this.#accountLinks().pages.password;
    await this.#post.send(id, data, writePasswordChanged(contact, { time, page }));
  }

  /** password.forgotten: sends the link, whatever the preferences are, unless it would come too late to be of use. */
  async passwordForgotten({ id, data }: EventOf<'password.forgotten'>): Promise<void> {
    const { userId, passwordLink } = data;
    const contact = await this.#contact(userId);
    if (!contact) return;
    const to = data.email ?? contact.email;
    if (Date.parse(passwordLink.expiresAt) <= Date.now()) return log.info('the link has expired');
    await this.#post.send(
      id,
      { email: to },
      writePasswordForgotten(
        contact,
        await this.#link('password-link', { ...passwordLink, userId, email: to }),
      ),
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
    if (contact.emailVerified === false) return log.info('not sent: the address is not verified');
    if (!contact.preferences.orderEmails)
      return log.info('not sent: the customer has turned emails about orders off');
    await this.#post.send(id, contact, await write(contact));
  }

  /** @param event names the email: one event can cause two. */
  async #tellOld(event: string, userId: string, { email, ...undo }: UndoLink, { done }: { done: boolean }) {
    const contact = await this.#contact(userId);
    if (!contact) return;
    if (Date.parse(undo.expiresAt) <= Date.now()) return log.info('the link has expired');
    const link = await this.#link('undo-link', { ...undo, userId, email });
    await this.#post.send(event, { email }, writeAddressChanging(contact, { ...link, done }));
  }

  /** A link as an email has it, with the page where another one can be asked for. */
  async #link(purpose: LinkPurpose, link: AccountLink) {
    const links = this.#accountLinks();
    return {
      url: await links.urlFor(purpose, link),
      page: links.pages.password,
      expiresAt: link.expiresAt,
    };
  }

  #accountLinks(): AccountLinks {
    if (!this.#links) throw new Error('this stage has no links: PASSWORD_PAGE and EMAIL_PAGE are not set');
    return this.#links;
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
