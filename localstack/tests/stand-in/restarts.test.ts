import { ownEngine } from './own-engine.ts';
import { restarts } from './restarts.ts';

const { endpoint, restart } = ownEngine('test-restarts');
restarts(endpoint, restart);
