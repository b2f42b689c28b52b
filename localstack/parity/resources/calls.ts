import type { Lab } from '../lab.ts';
import { api } from './api.ts';

/** A request to the lab's API, given up after 20 s. */
export const call = async (lab: Lab, path: string, init?: RequestInit): Promise<Response> =>
  fetch(`${await api(lab)}${path}`, { ...init, signal: AbortSignal.timeout(20_000) });

// biome-ignore lint/suspicious/noExplicitAny: whatever the function was called with
export const json = async (response: Response): Promise<any> => response.json();
