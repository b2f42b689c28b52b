import { kills, SOME } from './kills.ts';
import { ownEngine } from './own-engine.ts';

kills(ownEngine('test-kills').endpoint, SOME);
