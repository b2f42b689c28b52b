/**
 * In place of the secrets of a stage, which its file has not: so that a plan says the same wherever it is made, and of everything that a
 * secret switches on.
 */
export const PLAN_SETTINGS = { METRICS_TOKEN: 'a-token-that-stands-for-the-secret' };
