/** Every limit that a client can run into, in one place. Amounts are in minor units, sizes in bytes. */
export const LIMITS = {
  /** Lines in one order; also what one DynamoDB transaction can reserve (100 writes) with room to spare. */
  itemsPerOrder: 50,
  /** Units in one line, after lines with the same sku have been merged. */
  quantityPerLine: 1_000,
  /** The total of one order. */
  orderTotal: 1_000_000_000,
  /** One deposit. */
  deposit: 1_000_000_000,
  /** The price of one unit. */
  unitPrice: 1_000_000_000,
  /** Units of one product in the warehouse. */
  onHand: 1_000_000_000,
  /** Requests of one customer: so many a second for good, and so many at once. */
  customerRate: { perSecond: 50, burst: 100 },
  /** Requests of one address for which nobody has to sign in. An office behind one address signs in at once. */
  addressRate: { perSecond: 10, burst: 100 },
  /** All requests of a stage together. What is more is refused by API Gateway, before it costs an invocation. */
  apiRate: { perSecond: 500, burst: 1_000 },
  /** A request's body. */
  bodyBytes: 256 * 1024,
  /** Lengths, in characters: Unicode code points, as JSON Schema counts them. */
  name: 100,
  email: 254,
  password: 128,
  passwordLeast: 8,
  refreshToken: 256,
  passwordToken: 1_024,
  /** A page of a list. */
  pageSize: 100,
  /**
   * How long an account that is being deleted takes no money and no orders, in seconds: until every access token of it
   * has run out, many times over. If the deletion came to nothing, it is open again after that.
   */
  closedSeconds: 60 * 60,
  /** How long after its confirmation a customer can cancel an order, in seconds. */
  cancellationSeconds: 30 * 60,
  /** How long the link works by which the owner of a new account chooses a password, in seconds. */
  welcomeLinkSeconds: 7 * 24 * 60 * 60,
  /** The same for a password that was forgotten: shorter, because the account may hold something by then. */
  forgottenLinkSeconds: 60 * 60,
  /** How long the refresh token that was used last gives its successor again, in seconds. */
  refreshGraceSeconds: 10,
  /** How long the link works that confirms another email address of an account, in seconds. */
  emailLinkSeconds: 24 * 60 * 60,
  /** How long a change of the address can be taken back from the address before it, in seconds. */
  undoLinkSeconds: 72 * 60 * 60,
  /** Addresses of one account that are kept for that at once. */
  keptAddresses: 10,
  /** Emails a day to an address of which nobody has shown that they read it, whoever causes them. */
  mailsToUnverified: 3,
  /** Other addresses a day that one account may ask for. */
  addressChanges: 5,
  /** What causes such emails and needs no account, from one internet address: so often an hour, and so often at once. */
  mailsPerSender: { perHour: 60, burst: 60 },
  /** How long an Idempotency-Key is remembered, in seconds. */
  idempotencySeconds: 24 * 60 * 60,
  /**
   * After how long the reconciler looks at an order that is still PENDING, in seconds: longer than the saga may take,
   * with half an hour for what it left under way.
   */
  pendingSeconds: 6.5 * 60 * 60,
  /**
   * After how long inventory asks what became of an order that it holds stock for, in seconds: longer than the saga
   * may take.
   */
  reservationSeconds: 7 * 60 * 60,
} as const;
