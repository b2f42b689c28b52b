import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

const MIB = 1024 * 1024;
/** What one idle Lambda process takes. */
const PER_LAMBDA = 45 * MIB;
/** A new AWS account has at least 10; 1,000 is the usual quota. */
const LEAST = 10;
const MOST = 1000;

/** How many Lambdas may run at once: as many as fit into half of the machine's memory (bytes). */
export function concurrentExecutions(memory = memoryLimit()): number {
  return Math.min(MOST, Math.max(LEAST, Math.floor(memory / 2 / PER_LAMBDA)));
}

/** The machine's memory, or what a container leaves of it (cgroup v2, then v1). */
function memoryLimit(): number {
  for (const path of ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes']) {
    try {
      const limit = Number(readFileSync(path, 'utf8'));
      if (limit > 0) return Math.min(limit, totalmem());
    } catch {
      // Not a container, or not Linux: the next source answers.
    }
  }
  return totalmem();
}
