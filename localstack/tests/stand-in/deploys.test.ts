import { deploys } from './deploys.ts';
import { ownEngine } from './own-engine.ts';

deploys(ownEngine('test-deploys').endpoint);
