import { UserError } from '../../../packages/command-line/user-error.ts';
import type { Operation } from './operations.ts';

export interface Written {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
}

interface Filled {
  api: string;
  /** By name; what is empty was not filled in. */
  parameters: Readonly<Record<string, string>>;
  body?: string | undefined;
  accessToken?: string | undefined;
}

/**
 * The request that an operation is tried with, as it is sent.
 *
 * @throws UserError when a part of the path was not filled in, or a header cannot be sent.
 */
export function requestOf(operation: Operation, { api, parameters, body, accessToken }: Filled): Written {
  let path = operation.path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const { name, in: place } of operation.parameters) {
    const value = parameters[name] ?? '';
    if (place === 'path') {
      if (value === '' || value === '.' || value === '..')
        throw new UserError(`${name} is a part of the path, and "${value}" cannot be one`, `fill in ${name}`);
      path = path.replace(`{${name}}`, encodeURIComponent(value));
    } else if (value !== '') {
      if (place === 'query') query.set(name, value);
      else headers[name.toLowerCase()] = sendable(name, value);
    }
  }
  if (accessToken) headers.authorization = `Bearer ${sendable('the token', accessToken)}`;
  const hasBody = operation.body !== undefined && body !== undefined && body !== '';
  if (hasBody) headers['content-type'] = 'application/json';
  const text = query.toString();
  return {
    url: `${api}${path}${text ? `?${text}` : ''}`,
    method: operation.method,
    headers,
    ...(hasBody && { body }),
  };
}

/** RFC 9110, 5.5: what a header may hold, as fetch takes it. */
function sendable(what: string, value: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value.trim();
  throw new UserError(`${what} has characters that no header can hold`, 'take them out');
}
