import { ServiceError } from '../service-error.ts';

/** A thing that an instance needs in order to answer: its table, its secrets. It throws when it is not there. */
export type HealthCheck = () => Promise<unknown>;

/** An instance's own word on itself. That it says anything at all is its liveness. */
export interface InstanceHealth {
  live: true;
  /** Whether it can do its work. */
  ready: boolean;
  /** What is missing, by check; empty when it is ready. For operators on call: it never leaves the registry. */
  failing: Record<string, string>;
}

/** Longer than this no check may take, in ms: a thing that is that slow is as good as missing. */
const LIMIT_MS = 1_500;

/** Runs the checks side by side. They read and write nothing that lasts, so they may run at any time. */
export async function instanceHealth(
  checks: Readonly<Record<string, HealthCheck>>,
  limitMs = LIMIT_MS,
): Promise<InstanceHealth> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await failureOf(check, limitMs)] as const),
  );
  const failing = Object.fromEntries(results.filter(([, failure]) => failure !== undefined));
  return { live: true, ready: Object.keys(failing).length === 0, failing: failing as Record<string, string> };
}

async function failureOf(check: HealthCheck, limitMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new ServiceError('unavailable', `no answer within ${limitMs} ms`);
    timer = setTimeout(() => reject(error), limitMs);
  });
  try {
    await Promise.race([Promise.resolve().then(check), late]);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } finally {
    clearTimeout(timer);
  }
}
