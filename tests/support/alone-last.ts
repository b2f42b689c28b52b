import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isAlone } from './is-alone.ts';

/** Whether a file looks at what all others have left. */
const isLast = (path: string): boolean => path.includes('/last/');

/** Runs the files that run alone last, since they wait until nothing runs beside them, and after them those that look back. */
export class AloneLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => (isLast(moduleId) ? 2 : isAlone(moduleId) ? 1 : 0);
    return sorted.toSorted((one, other) => place(one) - place(other));
  }
}
