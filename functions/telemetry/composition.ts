import { type Table, tableFromEnvironment } from '../platform/table.ts';
import { CounterRepository } from './counter-repository.ts';
import { DomainCounterRepository } from './domain-counter-repository.ts';
import { QueueNoteRepository } from './queue-note-repository.ts';

/** The counters that metric lines in the logs add to. */
export const makeCounters = () => new CounterRepository({ table: tableFromEnvironment() });

/** When each queue was first seen not empty. */
export const makeQueueNotes = (table: Table) => new QueueNoteRepository(table);

/** The counters that events add to. */
export const makeDomainCounters = () => new DomainCounterRepository(tableFromEnvironment());
