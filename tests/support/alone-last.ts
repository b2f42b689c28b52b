import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isAlone } from './is-alone.ts';

/** Runs the files that run alone last: they wait until nothing runs beside them. */
export class AloneLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => !isAlone(moduleId)),
      ...sorted.filter(({ moduleId }) => isAlone(moduleId)),
    ];
  }
}
