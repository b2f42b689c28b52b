import { kinds as apis } from './apigateway-apis.ts';
import { kinds as domains } from './apigateway-domains.ts';
import { kinds as settings } from './apigateway-method-settings.ts';
import { kinds as methods } from './apigateway-methods.ts';
import { kinds as stages } from './apigateway-stages.ts';
import type { Kinds } from './kind.ts';

/** REST APIs (v1): the API and its tree of paths, what answers at each path, and what is published of it. */
export const kinds: Kinds = { ...apis, ...methods, ...stages, ...settings, ...domains };
