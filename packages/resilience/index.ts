export * from './balancer/index.ts';
export * from './breaker/index.ts';
export * from './call/index.ts';
export * from './discovery/index.ts';
export * from './rate-limit/index.ts';
