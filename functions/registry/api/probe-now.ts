import { probeInstances } from '../../contracts/http/registry.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ownProber } from '../own.ts';
import { toInstanceList } from '../view.ts';

const prober = ownProber();

/** POST /registry/probe */
export const handler = endpoint(probeInstances, async () =>
  ok(toInstanceList((await prober.probe()).instances)),
);
