/** What the peers agree on: how their one table and its items look. */
export const TABLE = process.env.TABLE ?? '';
export const SAGA_ARN = process.env.SAGA_ARN ?? '';
export const ISSUER = process.env.AUTH_ISSUER ?? '';
export const AUDIENCE = process.env.AUTH_AUDIENCE ?? '';
export const JWKS = JSON.parse(process.env.AUTH_JWKS ?? '{"keys":[]}') as { keys: { kid?: string }[] };
export const LIMITS_TABLE = process.env.RATE_LIMITS_TABLE ?? '';

/** The write that counts a request of a customer, as the shop's own limit does it, in the form of each SDK. */
export const counted = <K>(pk: K, one: K) => ({
  TableName: LIMITS_TABLE,
  Key: { pk },
  UpdateExpression: 'ADD requests :one',
  ExpressionAttributeValues: { ':one': one },
  ReturnValues: 'UPDATED_NEW' as const,
});
