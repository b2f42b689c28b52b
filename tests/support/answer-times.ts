import { ME_BUDGET_MS, REQUIRED_BUDGET_MS } from '../../functions/gateway/services.ts';

/** What the gateway's and the functions' own way take on this machine while other tests run beside (ms). */
const OWN_WAY_MS = 1_700;

/** Until when an answer is there that does without the parts that are late (ms). */
export const IN_TIME = ME_BUDGET_MS + OWN_WAY_MS;

/** Until when it is there where the part is late without which there is none (ms). */
export const AT_LAST = REQUIRED_BUDGET_MS + OWN_WAY_MS;
