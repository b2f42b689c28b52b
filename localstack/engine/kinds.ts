import { UserError } from '@serverless-orders/command-line/user-error';
import { dockerKind } from './docker.ts';
import type { EngineKind } from './kind.ts';
import { localemu } from './localemu.ts';
import { localstack } from './localstack.ts';

/** Every engine that can be named by ENGINE; the first is the default. */
export const KINDS: EngineKind[] = [localemu, localstack, dockerKind];

/** The engine that the user named, or the default. @throws UserError when there is none of that name. */
export function engineKind(id: string | undefined): EngineKind {
  const kind = id ? KINDS.find((each) => each.id === id) : KINDS[0];
  if (kind) return kind;
  const known = KINDS.map((each) => each.id).join(', ');
  throw new UserError(`there is no engine "${id}"`, `set ENGINE to one of: ${known}; or unset it`);
}
