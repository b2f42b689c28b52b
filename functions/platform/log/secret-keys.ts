import { expression } from '../../contracts/expression.ts';
import { redactText } from './secret-texts.ts';

/**
 * Which keys of an object hold what does not belong in a log. Keys are compared without case, dashes and underscores, so
 * that `refresh_token`, `X-Refresh-Token` and `refreshToken` are one. Expressions stand in functions, as in secret-texts.ts.
 */

/** Anywhere in a key: whatever it holds is a secret, but for a yes or no. */
const ofSecret = expression(
  'passw(?:or)?d|passphrase|pwd|secret|credential|authori[sz]ation|cookie|apikey|privatekey|signingkey|accesskey|idempotencykey|signature|receipthandle|jwt$|token$|^(?:otp|pin|cvc2?|cvv2?|seed|current|next)$',
);

/** Anywhere in a key: what people are known or found by, and secrets that can be counted; a number is how many. */
const ofCountable = expression(
  'tokens$|email|phone|iban|cardnumber|birth(?:date|day)|dateofbirth|^ssn$|street|post(?:al)?code|^zip|ipaddress|^(?:source|client|remote)?ip$|forwardedfor|remoteaddr|(?:first|last|full|display|family|given|maiden|customer|user|holder)name$|^(?:recipients?|toaddresses|ccaddresses|bccaddresses|replytoaddresses)$',
);

/** Keys under which a person is described. */
const isOfPerson = (key: string): boolean =>
  /^(?:user|customer|person|account|contact|holder|recipient|buyer|owner|profile)$/.test(key);

/** No key of code is as long as this. */
const LONGEST = 100;

type Kind = 'secret' | 'countable' | undefined;

/** What a key says about its value, and about the object that it is in. */
interface Key {
  kind?: Kind;
  /** Whether an object under it describes a person, whose `name` then is a person's and not an instance's or an error's. */
  isPerson?: boolean;
  /** Whether the object that has it does. */
  isOfPerson?: boolean;
  /** The key itself, as a log may say it, if that is not as it is. */
  text?: string;
  /** Whether it says nothing of all this, and may be said. */
  isPlain: boolean;
}

/** What every line has says nothing secret: a cold start need not compile the expressions above for it. */
const PLAIN: Key = { isPlain: true };
const USUAL =
  'service function instance requestId traceId orderId orderOutcome route status rpc ms cold calls batch batchFailures messageId eventId type sequence subject error code detail stack cause';

/** Code names its keys, so there are few; what others name is kept out when there are more. */
const known = new Map<string, Key>(USUAL.split(' ').map((key) => [key, PLAIN]));
const MOST_KNOWN = 1_000;

/** Reads a key, most often from memory: this is done for every field of every line. */
export function readKey(key: string): Key {
  const before = known.get(key);
  if (before) return before;
  const read = readUnknown(key);
  if (known.size < MOST_KNOWN) known.set(key, read);
  return read;
}

function readUnknown(key: string): Key {
  const name = key
    .slice(0, LONGEST)
    .replace(/[^a-zA-Z0-9]/g, '')
    .toLowerCase();
  const text = key.length > LONGEST ? `${redactText(key.slice(0, LONGEST))}…` : redactText(key);
  const read = {
    kind: ofSecret().test(name)
      ? ('secret' as const)
      : ofCountable().test(name)
        ? ('countable' as const)
        : undefined,
    isPerson: isOfPerson(name),
    isOfPerson: /^(?:email|password)/.test(name),
    text,
  };
  // What is called __proto__ would become a copy's prototype.
  const isSaid = text === key && key !== '__proto__';
  return { ...read, isPlain: isSaid && !read.kind && !read.isPerson && !read.isOfPerson };
}

/** Whether a value under a key is a secret or personal. Whether there is one at all (true, false, null) is neither. */
export function isSecret({ kind }: Key, value: unknown): boolean {
  if (kind === undefined || value === undefined || value === null || typeof value === 'boolean') return false;
  return kind === 'secret' || typeof value !== 'number';
}
