import { passThrough } from '@serverless-orders/command-line/command';
import { runSst } from '../sst/sst.ts';
import type { LocalCommand } from './command.ts';

export const sst: LocalCommand = (places) =>
  passThrough({
    name: 'sst',
    summary: 'the sst CLI of the app on the engine: deploy, diff, remove, secret, state ...',
    run: (args) => runSst(args, { places }),
  });
