import { runSst } from '../sst/sst.ts';
import type { LocalCommand } from './command.ts';

export const sst: LocalCommand = {
  summary: 'the sst CLI of the app on the engine: deploy, diff, remove, secret, state ...',
  run: (args, places) => runSst(args, { places }),
};
