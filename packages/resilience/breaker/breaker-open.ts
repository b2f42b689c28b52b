/** The breaker lets nothing through: the call was not made. */
export class BreakerOpen extends Error {
  override name = 'BreakerOpen';
  /** The name of the breaker. */
  readonly breaker: string;
  /** Until when at least, as far as is known; in ms since 1970. */
  readonly until: number;

  constructor(breaker: string, until: number, reason = 'it has failed too often') {
    super(`${breaker} is not called until ${new Date(until).toISOString()}: ${reason}`);
    this.breaker = breaker;
    this.until = until;
  }
}
