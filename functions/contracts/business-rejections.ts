/**
 * The business rejections of the order saga: errors with a name that the state machine catches at once and never
 * retries. The names stand in state-machines/order-saga.asl.json too; a test holds the two together.
 */
export const BUSINESS_REJECTIONS = {
  OutOfStock: 'There is not enough stock for this order.',
  UnknownProduct: 'A product of this order is no longer sold.',
  InsufficientFunds: 'The balance does not cover this order.',
  CurrencyMismatch: 'The account is in another currency than this order.',
  ReservationVoided: 'The reservation was undone before it was made.',
  ChargeVoided: 'The charge was undone before it was made.',
  OrderNotPending: 'The order was settled before this step came.',
  CancellationRequested: 'The order was to be cancelled before it was confirmed.',
} as const;

export type BusinessRejectionName = keyof typeof BUSINESS_REJECTIONS;

/** Who can ask for a cancellation, and what the customer reads once it is done. */
export const CANCELLATIONS = {
  customer: { code: 'CustomerCancelled', message: 'You have cancelled this order.' },
  staff: { code: 'ShopCancelled', message: 'The shop has cancelled this order.' },
} as const;

export type Canceller = keyof typeof CANCELLATIONS;

/** What a customer reads when an order was cancelled for a reason that is nobody's decision. */
export const TECHNICAL_FAILURE = {
  code: 'TechnicalFailure',
  message: 'The order could not be completed.',
} as const;

/** The reason that a customer reads for an error's name: its own text, or the technical failure. */
export function reasonOf(errorName: string | undefined): { code: string; message: string } {
  return errorName !== undefined && Object.hasOwn(BUSINESS_REJECTIONS, errorName)
    ? { code: errorName, message: BUSINESS_REJECTIONS[errorName as BusinessRejectionName] }
    : { ...TECHNICAL_FAILURE };
}
