export interface EjectionSettings {
  /** Failures in a row after which an instance is left out. */
  failures: number;
  /** How long it is left out the first time, in ms. It doubles each time that the instance comes back and fails at once. */
  baseMs: number;
  /** It is never left out for longer, in ms. */
  maxMs: number;
}

export const EJECTION: EjectionSettings = { failures: 3, baseMs: 5_000, maxMs: 60_000 };

/** What one environment has seen of an instance. */
export interface Seen {
  /** Failures since the last success. */
  failures: number;
  /** Ejections since the last success. */
  ejections: number;
  /** Left out until then, in ms since 1970. */
  ejectedUntil: number;
}

export const UNSEEN: Seen = { failures: 0, ejections: 0, ejectedUntil: 0 };

/**
 * What is known of an instance after one more call. It is left out after several failures in a row; when it has been away and
 * fails again, one failure is enough, and it is left out for longer (passive outlier detection, as in Envoy and Finagle).
 */
export function afterCall(seen: Seen, ok: boolean, now: number, settings: EjectionSettings = EJECTION): Seen {
  if (ok) return UNSEEN;
  const failures = seen.failures + 1;
  const away = now < seen.ejectedUntil;
  if (away || (seen.ejections === 0 && failures < settings.failures)) return { ...seen, failures };
  const forMs = Math.min(settings.maxMs, settings.baseMs * 2 ** seen.ejections);
  return { failures, ejections: seen.ejections + 1, ejectedUntil: now + forMs };
}
