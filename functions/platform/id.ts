import { v7 } from 'uuid';

/** A new id: opaque, unique, and sortable by the time it was made (UUIDv7, RFC 9562). */
export const newId = (): string => v7();
