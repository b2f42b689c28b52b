// An environment of the function that counts, as a process of its own: it is given batches, counts one after the other, and says so.
// Whoever started it ends it in the middle.
import { readFileSync } from 'node:fs';

const [path = ''] = process.argv.slice(2);
const { handler } = await import('../../functions/telemetry/events/count-metrics.ts');
for (const batch of JSON.parse(readFileSync(path, 'utf8')) as unknown[]) {
  await handler(batch);
  process.stderr.write('counted\n');
}
