import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Timestamp, timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { Money } from '../../contracts/money.ts';
import type { Money as MoneyMessage, MoneySchema } from '../../contracts/rpc/common/v1/money_pb.ts';

/** Money as messages carry it: 64 bits are a bigint in JavaScript. */
export const moneyMessage = ({ amount, currency }: Money): MessageInitShape<typeof MoneySchema> => ({
  amount: BigInt(amount),
  currency,
});

/** And back. Amounts are far below 2^53 (contracts/limits.ts). */
export const moneyOf = ({ amount, currency }: MoneyMessage): Money => ({ amount: Number(amount), currency });

/** RFC 3339 as messages carry it; undefined stays undefined. */
export const timeMessage = (time: string | undefined): Timestamp | undefined =>
  time === undefined ? undefined : timestampFromDate(new Date(time));

/** And back: RFC 3339, UTC. */
export const timeOf = (time: Timestamp): string => timestampDate(time).toISOString();
