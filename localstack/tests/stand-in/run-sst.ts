// Runs the CLI on a copy of the fixture, for tests that kill it.
import { join } from 'node:path';
import { parseSstCommand } from '../../sst/command.ts';
import { runLocal } from '../../sst/run-local.ts';

const { APP: app = '', ENDPOINT: endpoint = '', FIXTURE = '{}' } = process.env;
process.exitCode = await runLocal({
  command: parseSstCommand(process.argv.slice(2)),
  endpoint,
  places: { app, local: join(app, '.local') },
  env: { FIXTURE },
  onLine: () => {},
});
