import { stamp } from './note.ts';

/** Each minute. */
export const handler = async (): Promise<void> => stamp('clock', 'schedule');
