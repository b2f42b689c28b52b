import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isAlone } from './is-alone.ts';

/** The place of a file by its folder. */
const placeOf = (path: string): number => {
  if (path.includes('/first/')) return 0;
  if (path.includes('/last/')) return 3;
  return isAlone(path) ? 2 : 1;
};

/**
 * Runs the files first that count from nothing, late those that run alone, since they wait until nothing runs beside them,
 * and last those that look at what all others have left.
 */
export class FileOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => placeOf(one.moduleId) - placeOf(other.moduleId));
  }
}
