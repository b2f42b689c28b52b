import type { Resource } from '@serverless-orders/localstack';
import { describe, expect, it } from 'vitest';
import { LONGEST_STAGE } from '../../stacks/settings.ts';
import { productionResources } from '../support/production.ts';
import { NAME_LIMITS, NAMING, WITHOUT_LIMIT } from './names.ts';

const STAGE = 'production';

/** SST has made it up of the resource's name and eight letters, and cut it to what fits. */
const isMadeUp = ({ urn }: Resource, name: string): boolean =>
  new RegExp(`${urn.split('::').at(-1)}-[a-z]{8}$`).test(name);

/** Names that would be longer than AWS allows on a stage whose name has so many characters. */
function tooLong(resources: Resource[], stageLength: number): string[] {
  return NAME_LIMITS.flatMap(({ type, property, most }) =>
    resources
      .filter((one) => one.type === type)
      .flatMap((one) => {
        const name = String(one.inputs[property] ?? '');
        const longest = isMadeUp(one, name) ? name : name.replace(STAGE, 's'.repeat(stageLength));
        return longest.length > most ? [`${type} ${name}: ${longest.length} of ${most}`] : [];
      }),
  );
}

describe('names of resources', () => {
  it('fit on the stage with the longest name', () => {
    expect(tooLong(productionResources(), LONGEST_STAGE)).toEqual([]);
  });

  it('would not fit on one with a longer name than AWS leaves room for', () => {
    const found = tooLong(productionResources(), 64);
    for (const type of ['aws:lambda/function:Function', 'aws:sqs/queue:Queue'])
      expect(found.join('\n')).toContain(type);
  });

  it('have a limit for every type of resource that is named', () => {
    const named = productionResources().filter(
      ({ type, inputs }) =>
        type.startsWith('aws:') && !(type in WITHOUT_LIMIT) && NAMING.some((name) => name in inputs),
    );
    const unknown = named
      .map(({ type }) => type)
      .filter((type) => !NAME_LIMITS.some((one) => one.type === type));
    expect(new Set(unknown)).toEqual(new Set());
  });
});
