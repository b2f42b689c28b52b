import { realEngine } from '@serverless-orders/localstack';
import type { PartOptions } from './parts.ts';
import type { PartResult } from './summary.ts';
import { runVitest } from './vitest.ts';

/** Compiles Pulumi's CLI if need be, and runs the tests that drive it; without Go it says so, and nothing is run. */
export async function onRealEngine(
  options: PartOptions,
  find = async () => (await realEngine()).realPulumi({ report: options.report }),
): Promise<PartResult> {
  if (await find()) return runVitest({ project: 'real-engine', eachTest: true, ...options });
  const skipped = 'there is no Go on this machine to compile Pulumi with';
  options.report(`skipped: ${skipped}`);
  return { passed: 0, failed: 0, output: '', skipped };
}
