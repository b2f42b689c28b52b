import { writeFileSync } from 'node:fs';
import { startConsole } from './start.ts';

/**
 * The console as a program beside an engine, which `npm start` starts: it may act, because what it acts on is this machine's
 * alone, and leaves its address in a file that nobody else can read. It ends with the engine.
 *
 * node serve.ts <stage> <file>
 */
const [stage = '', file = ''] = process.argv.slice(2);
const { address } = await startConsole({ stage, mayAct: true });
writeFileSync(file, address, { mode: 0o600 });
