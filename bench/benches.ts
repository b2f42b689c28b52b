/** All of them together, prepared and ended (s). */
export const LIMIT_S = 15 * 60;

/** A bench that takes longer than it may by this factor hangs. */
export const HANGS = 4;

/** What `npm run bench` runs, in this order: name, program, and how long it may take (s), by which it chooses how often it measures. */
export const BENCHES = {
  functions: { program: 'bench/functions.ts', seconds: 140 },
  observability: { program: 'bench/observability.ts', seconds: 45 },
  breaker: { program: 'packages/resilience/bench/breaker.ts', seconds: 35 },
  orders: { program: 'bench/orders.ts', seconds: 315 },
  dev: { program: 'bench/dev.ts', seconds: 160 },
  deploy: { program: 'bench/deploy.ts', seconds: 160 },
} as const;
