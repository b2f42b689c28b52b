import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs the files in folders named `alone` last: they wait until nothing runs beside them. */
export class AloneLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isAlone = ({ moduleId }: TestSpecification) => moduleId.includes('/alone/');
    return [...sorted.filter((file) => !isAlone(file)), ...sorted.filter(isAlone)];
  }
}
