import type { DataOf, EventOf, EventType } from '../contracts/events.ts';
import { keyText } from './key.ts';
import { announce } from './outbox.ts';

/** An event as its service would send it. */
export function newEvent<T extends EventType>(
  type: T,
  subject: string,
  sequence: number,
  data: DataOf<T>,
): EventOf<T> {
  const write = announce({ type, pk: keyText('any'), subject, sequence, data });
  return ('put' in write ? write.put.event : undefined) as EventOf<T>;
}
