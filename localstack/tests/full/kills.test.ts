import { kills, MORE } from '../stand-in/kills.ts';
import { ownEngine } from '../stand-in/own-engine.ts';

kills(ownEngine('test-kills').endpoint, MORE);
