/** What `npm run bench` runs, in this order: name, program, and after how long it counts as hanging (s). */
export const BENCHES = {
  functions: { program: 'bench/functions.ts', limitS: 600 },
  observability: { program: 'bench/observability.ts', limitS: 600 },
  breaker: { program: 'packages/resilience/bench/breaker.ts', limitS: 600 },
  orders: { program: 'bench/orders.ts', limitS: 600 },
  load: { program: 'bench/load.ts', limitS: 600 },
  deploy: { program: 'bench/deploy.ts', limitS: 600 },
  isolation: { program: 'bench/isolation.ts', limitS: 600 },
} as const;
