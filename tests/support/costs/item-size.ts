import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../simulation/store/values.ts';

/** One write unit is a write of up to so many bytes, one read unit a strongly consistent read of up to four times as many. */
const UNIT = 1024;

/**
 * The size of an item in bytes, as DynamoDB counts it: names and values, and what maps and lists add.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemSize = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

function valueSize(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.SS !== undefined) return value.SS.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (value.L !== undefined) return 3 + value.L.reduce((sum, one) => sum + 1 + valueSize(one), 0);
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M as Item);
  return 1;
}

/** About one byte for two significant digits, one more for the number, and one for a sign. */
function numberSize(text: string): number {
  const digits = text
    .replace(/^-/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

/** Write units of a write that leaves or finds an item of so many bytes. */
export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / UNIT));

/** Read units of one item that is read; what is not there costs as much as the smallest. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / (4 * UNIT))) * (consistent ? 1 : 0.5);
