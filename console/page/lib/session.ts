import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Reads } from '../../api/index.ts';
import type { ResultOf } from './client.ts';

/** Which stage is shown, and whether its person may act. */
export type Session = ResultOf<Reads['session']>;

export const SessionContext = createContext<Session | undefined>(undefined);

/** Undefined until the server has told. */
export const useSession = (): Session | undefined => useContext(SessionContext);
