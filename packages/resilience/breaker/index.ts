export { BreakerOpen, Breakers, type BreakersOptions, type Pass } from './breakers.ts';
export { readRecord } from './dynamo-item.ts';
export { DynamoBreakerStore, type DynamoBreakerStoreOptions, listBreakers } from './dynamo-store.ts';
export { BREAKER, type BreakerSettings, type Outcome } from './machine.ts';
export { type BreakerRecord, type BreakerState, type Count, NEW_BREAKER } from './record.ts';
export { type Answer, type BreakerStore, MemoryBreakerStore } from './store.ts';
export { type BreakerView, viewOf } from './view.ts';
