/** Helpers that turn Pulumi's property names and values into those of the AWS APIs. */

type Json = unknown;

/** Deeply changes the first letter of every key: `maximumRetryAttempts` to `MaximumRetryAttempts`. */
export function pascal<T>(value: Json): T {
  if (Array.isArray(value)) return value.map((item) => pascal(item)) as T;
  if (value === null || typeof value !== 'object') return value as T;
  const entries = Object.entries(value).map(([key, item]) => [
    `${key[0]?.toUpperCase()}${key.slice(1)}`,
    pascal(item),
  ]);
  return Object.fromEntries(entries) as T;
}

/** Policies and definitions may be given as text or as an object. */
export const text = (value: Json): string | undefined =>
  value === undefined || value === null || typeof value === 'string'
    ? (value ?? undefined)
    : JSON.stringify(value);

/** Attributes as SQS and SNS want them: text, and only those that are set. */
export function attributes(values: Record<string, Json>): Record<string, string> {
  const set = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return Object.fromEntries(set.map(([key, value]) => [key, String(text(value) ?? value)]));
}

/** Tags as a list of keys and values. */
export const tagList = (tags: Record<string, string> | undefined) =>
  tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The function's name, from a name or an ARN. */
export const functionName = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[6] ?? nameOrArn) : nameOrArn;
