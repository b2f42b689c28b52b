/** What can happen to one call that a function makes to DynamoDB, SNS, SQS, Step Functions or SES. */
export const CALL_FAULTS = [
  /** Refused: nothing was done. */
  'refused',
  /** Done, but the answer is lost and comes as an error. */
  'lost',
  /** Another transaction is at the same items; nothing was done. For writes only. */
  'conflict',
  /** The function dies before the call reaches the table. */
  'dies-before',
  /** The function dies after the call has done its work. */
  'dies-after',
  /** The call reaches the table late: `ms`. The function may be given up by then, the call is not. */
  'slow',
] as const;

/** What can happen to a whole invocation. */
export const INVOCATION_FAULTS = [
  /** Never started: too many invocations. */
  'throttled',
  /** Done, but the answer is lost. */
  'answer-lost',
  /** Started late: `ms`. Who called may have given up by then. */
  'late',
  /** Started a second time `ms` later, beside the first. */
  'twice',
] as const;

export type CallFault = (typeof CALL_FAULTS)[number];
export type InvocationFault = (typeof INVOCATION_FAULTS)[number];

/**
 * One fault of a schedule: which invocation of which function (the first is 1), in which of its calls (none: the whole
 * invocation), how many invocations in a row, and for how long.
 */
export interface Fault {
  fn: string;
  nth: number;
  times: number;
  kind: CallFault | InvocationFault;
  call?: number;
  ms?: number;
}

/** More invocations than any retry policy makes: a fault for good. */
export const FOR_GOOD = 99;

/** Finds the fault for an invocation, or for one of its calls. */
export const faultAt = (faults: Fault[], fn: string, nth: number, call?: number): Fault | undefined =>
  faults.find(
    (fault) => fault.fn === fn && fault.call === call && nth >= fault.nth && nth < fault.nth + fault.times,
  );

/** A fault as a person reads it. */
export const tellFault = ({ fn, nth, times, kind, call, ms }: Fault): string =>
  [
    `${fn}: `,
    times >= FOR_GOOD ? `from invocation ${nth} on` : `invocation ${nth}`,
    times > 1 && times < FOR_GOOD ? ` to ${nth + times - 1}` : '',
    call === undefined ? '' : `, call ${call}`,
    `: ${kind}`,
    ms === undefined ? '' : ` by ${ms} ms`,
  ].join('');
