import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { generatedFiles, writeGenerated } from './generated.ts';

/** `npm run contracts`: writes what follows from the contracts in the code. The same code gives the same files. */
export const contracts = command({
  name: 'contracts',
  summary: 'writes documents, typed client and RPC messages from the contracts',
  localOnly: true,
  actions: { '': action({ run: writeAll }) },
});

async function writeAll(): Promise<number> {
  const changed = await writeGenerated(await generatedFiles());
  for (const path of changed) console.log(`  ${path}`);
  console.log(changed.length > 0 ? `${changed.length} files written` : 'everything is up to date');
  return 0;
}
