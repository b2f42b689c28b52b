import { Socket } from 'node:net';

/**
 * Hosts of AWS's endpoints in every partition, and the addresses that give credentials to a machine or container of AWS.
 * https://docs.aws.amazon.com/general/latest/gr/rande.html, https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
 */
const AWS =
  /(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.(eu|com\.eu)|api\.aws|on\.aws|api\.amazonwebservices\.com\.cn|[a-z-]+\.ic\.gov|sc2s\.sgov\.gov)\.?$|^169\.254\.(169\.254|170\.2|170\.23)$|^fd00:ec2::/i;

/** Whether a host is AWS itself. */
export const isAwsHost = (host: string): boolean => AWS.test(host);

/** A function of a local stage has called AWS itself: it was to call the engine. */
class AwsIsNotReached extends Error {
  override name = 'AwsIsNotReached';
  readonly code = 'ECONNREFUSED';

  constructor(host: string) {
    super(
      `A function of a local stage does not reach AWS: ${host}. The SDK's clients go to the engine when no endpoint is given to them.`,
    );
  }
}

type Connect = typeof Socket.prototype.connect;
/** As node:net normalises what connect() takes: options, then a callback; it hands such an array on to itself. */
type Given = unknown[];

/**
 * Refuses connections to AWS itself, whoever opens them (http, https, fetch, a socket): what a function of a local stage
 * calls past the SDK's endpoint would otherwise leave the machine.
 */
export function refuseAwsHosts(): void {
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (this: Socket, ...given: unknown[]) {
    const host = hostOf(given);
    if (host === undefined || !isAwsHost(host)) return Reflect.apply(connect, this, given) as Socket;
    // As any connection that fails: while it is being made, what is written waits; the error comes when somebody listens.
    Object.assign(this, { connecting: true });
    setImmediate(() => this.destroy(new AwsIsNotReached(host)));
    return this;
  } as Connect;
}

function hostOf([first, second]: Given): string | undefined {
  if (Array.isArray(first)) return hostOf(first as Given);
  if (typeof first === 'object' && first !== null) return text((first as { host?: unknown }).host);
  return text(second);
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
