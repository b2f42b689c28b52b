import type { AttributeValue, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type BreakerRecord, type Count, type Forced, NEW_BREAKER, SLICES } from './record.ts';

export type Item = Record<string, AttributeValue>;

/** An item of the table as it is written: flat, so that each count is an attribute that DynamoDB can add to. */
interface Stored {
  name: string;
  state: BreakerRecord['state'];
  generation: number;
  since: number;
  openUntil: number;
  opens: number;
  leaseBy?: string;
  leaseUntil?: number;
  forced?: Forced;
}

/** `g7_3529_failures`: of generation 7, slice 3529. */
const COUNT = /^g(\d+)_(\d+)_(calls|failures)$/;

export const countAttribute = (generation: number, slice: number, what: keyof Count): string =>
  `g${generation}_${slice}_${what}`;

/** All counts of an item, whatever they are of. */
export const countAttributes = (item: Item | undefined): string[] =>
  Object.keys(item ?? {}).filter((name) => COUNT.test(name));

/** Whether a count is of an earlier generation, or of a slice that has left the window. */
export function tellsNothing(attribute: string, generation: number, slice: number): boolean {
  const [, of, at] = COUNT.exec(attribute)!;
  return Number(of) !== generation || Number(at) < slice - SLICES;
}

/** What an item says; without one, that of a breaker that nobody has written. */
export function readRecord(item: Item | undefined): BreakerRecord {
  if (!item) return NEW_BREAKER;
  const stored = unmarshall(item) as Stored & Record<string, unknown>;
  const { state, generation, since = 0, openUntil = 0, opens = 0, forced } = stored;
  const counts = new Map<number, Count>();
  for (const attribute of countAttributes(item)) {
    const [, of, slice, what] = COUNT.exec(attribute)!;
    // A count that was under way when the generation ended has stayed behind.
    if (Number(of) !== generation) continue;
    const count = counts.get(Number(slice)) ?? { calls: 0, failures: 0 };
    counts.set(Number(slice), { ...count, [what as keyof Count]: Number(stored[attribute]) });
  }
  const lease =
    stored.leaseBy === undefined ? undefined : { by: stored.leaseBy, until: stored.leaseUntil ?? 0 };
  return { state, generation, since, openUntil, opens, lease, forced, counts };
}

/** What an update does, by attribute. */
export interface Update {
  set?: Record<string, unknown>;
  /** Set where there is nothing yet. */
  begin?: Record<string, unknown>;
  add?: Record<string, number>;
  remove?: string[];
  /** The generation that the item must have; an item that does not exist has generation 0. */
  generation?: number;
}

type Expressions = Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** An update in DynamoDB's expression language. */
export function updateExpressions({
  set = {},
  begin = {},
  add = {},
  remove = [],
  generation,
}: Update): Expressions {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const name = (attribute: string) => {
    const key = `#a${Object.keys(names).length}`;
    names[key] = attribute;
    return key;
  };
  const value = (given: unknown) => {
    const key = `:v${Object.keys(values).length}`;
    values[key] = given;
    return key;
  };
  const each = <T>(of: Record<string, T>, write: (key: string, value: string) => string) =>
    Object.entries(of).map(([attribute, given]) => write(name(attribute), value(given)));
  const clauses = {
    SET: [
      ...each(set, (key, to) => `${key} = ${to}`),
      ...each(begin, (key, to) => `${key} = if_not_exists(${key}, ${to})`),
    ],
    ADD: each(add, (key, by) => `${key} ${by}`),
    REMOVE: remove.map(name),
  };
  const condition = () => {
    const key = name('generation');
    const same = `${key} = ${value(generation)}`;
    return generation === 0 ? `attribute_not_exists(${key}) OR ${same}` : same;
  };
  return {
    UpdateExpression: Object.entries(clauses)
      .filter(([, parts]) => parts.length > 0)
      .map(([clause, parts]) => `${clause} ${parts.join(', ')}`)
      .join(' '),
    ConditionExpression: generation === undefined ? undefined : condition(),
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: marshall(values),
  };
}
