/** A call that every engine would answer: it is not signed, and changes nothing. */
const UNSIGNED = '/?Action=GetCallerIdentity&Version=2011-06-15';

/** Whether an engine refuses a caller without its key: its guard works. */
export async function isGuarded(endpoint: string): Promise<boolean> {
  const { status } = await fetch(`${endpoint}${UNSIGNED}`, { signal: AbortSignal.timeout(10_000) });
  return status === 403;
}
