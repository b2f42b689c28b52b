/**
 * Which keys of an object hold what does not belong in a log. Keys are compared without case, dashes and underscores, so
 * that `refresh_token`, `X-Refresh-Token` and `refreshToken` are one.
 */

/** Anywhere in a key: whatever it holds is a secret, but for a yes or no. */
const SECRET =
  /passw(?:or)?d|passphrase|pwd|secret|credential|authori[sz]ation|cookie|apikey|privatekey|signingkey|accesskey|idempotencykey|signature|receipthandle|jwt$|token$|^(?:otp|pin|cvc2?|cvv2?|seed|current|next)$/;

/** Anywhere in a key: what people are known or found by, and secrets that can be counted; a number is how many. */
const COUNTABLE =
  /tokens$|email|phone|iban|cardnumber|birth(?:date|day)|dateofbirth|^ssn$|street|post(?:al)?code|^zip|ipaddress|^(?:source|client|remote)?ip$|forwardedfor|remoteaddr|(?:first|last|full|display|family|given|maiden|customer|user|holder)name$|^(?:recipients?|toaddresses|ccaddresses|bccaddresses|replytoaddresses)$/;

/** Keys under which a person is described, whose `name` then is a person's and not a cell's or an error's. */
const PERSON = /^(?:user|customer|person|account|contact|holder|recipient|buyer|owner|profile)$/;

type Kind = 'secret' | 'countable' | undefined;

/** Code names its keys, so there are few; what others name is kept out when there are more. */
const known = new Map<string, Kind>();
const MOST_KNOWN = 1_000;

const plain = (key: string): string => key.replace(/[^a-zA-Z0-9]/g, '').toLowerCase();

function kindOf(key: string): Kind {
  if (known.has(key)) return known.get(key);
  const name = plain(key);
  const kind = SECRET.test(name) ? 'secret' : COUNTABLE.test(name) ? 'countable' : undefined;
  if (known.size < MOST_KNOWN) known.set(key, kind);
  return kind;
}

/** Whether a key says that its value is a secret or personal. Whether there is one at all (true, false, null) is neither. */
export function isSecret(key: string, value: unknown): boolean {
  const kind = kindOf(key);
  if (kind === undefined || value === undefined || value === null || typeof value === 'boolean') return false;
  return kind === 'secret' || typeof value !== 'number';
}

/** Whether an object describes a person: by the key that it has, or because it has an email address or a password. */
export const isPerson = (key: string, keys: readonly string[]): boolean =>
  PERSON.test(plain(key)) || keys.some((one) => /^(?:email|password)/.test(plain(one)));
