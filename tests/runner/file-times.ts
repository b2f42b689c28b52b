import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { root } from '../../paths.ts';
import type { FileTime } from './summary.ts';

/** Names the file that a {@link FileTimes} writes. */
export const FILE_TIMES = 'TEST_FILE_TIMES';

/**
 * A reporter that writes how long each file took, with loading it, its setup and its hooks: the times in vitest's JSON are those
 * of tests alone, and what takes long is often done before the first.
 */
export default class FileTimes implements Reporter {
  readonly #times: FileTime[] = [];

  onTestModuleEnd(module: TestModule): void {
    const { collectDuration, setupDuration, duration } = module.diagnostic();
    this.#times.push({
      file: relative(root, module.moduleId),
      durationMs: Math.round(collectDuration + setupDuration + duration),
    });
  }

  onTestRunEnd(): void {
    writeFileSync(process.env[FILE_TIMES]!, JSON.stringify(this.#times));
  }
}
