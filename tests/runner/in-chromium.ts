import { findChromium } from '../../console/tests/support/chromium.ts';
import type { PartOptions } from './parts.ts';
import type { PartResult } from './summary.ts';
import { runVitest } from './vitest.ts';

/** Runs the tests that use the console in Chromium; without Chromium it says so, and nothing is run. */
export async function inChromium(options: PartOptions): Promise<PartResult> {
  if (findChromium()) return runVitest({ project: 'console', eachTest: true, ...options });
  const skipped = 'there is no Chromium on this machine (CHROMIUM names it, if it is elsewhere)';
  options.report(`skipped: ${skipped}`);
  return { passed: 0, failed: 0, output: '', skipped };
}
