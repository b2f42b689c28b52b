import type { Command } from '../../cli/main.ts';
import { runSst } from '../sst/sst.ts';

export const sst: Command = {
  summary:
    'the sst CLI: deploy, diff, remove, secret, state ... of a local stage (or of any other, as it is)',
  run: runSst,
};
