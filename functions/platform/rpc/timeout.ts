type Headers = Readonly<Record<string, string>>;

/** Milliseconds in each unit of gRPC's timeouts. */
const UNITS: Record<string, number> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 0.001, n: 0.000_001 };

const CONNECT = 'connect-timeout-ms';
const GRPC = 'grpc-timeout';

const isGrpc = (headers: Headers): boolean =>
  headers['content-type']?.startsWith('application/grpc') ?? false;

/**
 * How long a request says that its caller waits, in ms, in either protocol's header; undefined when it says nothing, or
 * nothing that can be understood. Then the protocol's own code refuses it.
 */
export function statedTimeout(headers: Headers): number | undefined {
  if (!isGrpc(headers)) {
    const stated = headers[CONNECT];
    return stated !== undefined && /^\d{1,10}$/.test(stated) ? Number(stated) : undefined;
  }
  const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(headers[GRPC] ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits) * UNITS[unit]!;
}

/** The headers with a time that is no longer than `leftMs`: so a call never outlives its caller. */
export function cappedTimeout(headers: Headers, leftMs: number): Record<string, string> {
  const [name, unit] = isGrpc(headers) ? [GRPC, 'm'] : [CONNECT, ''];
  const stated = statedTimeout(headers);
  // What cannot be understood stays, to be refused.
  if (stated === undefined && headers[name] !== undefined) return { ...headers };
  const capped = Math.min(stated ?? Number.POSITIVE_INFINITY, leftMs);
  return { ...headers, [name]: `${Math.max(0, Math.floor(capped))}${unit}` };
}
