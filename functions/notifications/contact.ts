import type { Preferences } from '../contracts/preferences.ts';

/** What notifications knows of a user: its own copy, fed by the events of users. */
export interface Contact {
  userId: string;
  name: string;
  email: string;
  /** Undefined for who was known before addresses were verified: they count as verified. */
  emailVerified?: boolean;
  preferences: Preferences;
}

/** `deleted` stays as long as an older event may still come; `unknown` is somebody whose events have not come yet. */
export type Acquaintance = { known: 'yes'; contact: Contact } | { known: 'deleted' } | { known: 'unknown' };
