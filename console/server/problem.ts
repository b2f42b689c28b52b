import { systemErrorLine } from '@serverless-orders/command-line/system-error';
import { UserError } from '@serverless-orders/command-line/user-error';
import { z } from 'zod';
import { explainAccess } from '../../ops/stage/access.ts';
import { Gone } from '../api/endpoint.ts';

/** Why the page does not get what it has asked for. */
export interface Problem {
  status: number;
  message: string;
  /** What the person can do about it. */
  remedy?: string;
}

/** Somebody asks for what may not be asked for, whoever asks. */
export class Refused extends Error {
  override name = 'Refused';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What the page is told of an error; what nobody foresaw is told with the error's own message. */
export function problemOf(thrown: unknown, stage: string): Problem {
  const error = explainAccess(thrown, stage);
  if (error instanceof Refused) return { status: error.status, message: error.message };
  if (error instanceof Gone) return { status: 404, message: error.message };
  if (error instanceof z.ZodError)
    return {
      status: 400,
      message: error.issues
        .map(({ path, message }) => `${path.join('.') || 'the input'}: ${message}`)
        .join('; '),
    };
  if (error instanceof UserError)
    return { status: 409, message: error.message, ...(error.remedy && { remedy: error.remedy }) };
  const line = systemErrorLine(error);
  if (line !== undefined) return { status: 503, message: line };
  console.error(error);
  return { status: 500, message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
