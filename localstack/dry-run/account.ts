import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { bootstrapRecord } from '../sst/bootstrap.ts';

/** The part of an account that the sst CLI itself uses while it deploys: the place of its state. */
export interface StateAccount {
  readonly endpoint: string;
  close(): void;
}

/** What is kept of what the CLI has put. */
interface Kept {
  readonly objects: Map<string, Buffer>;
  readonly parameters: Map<string, string>;
}

/** Serves an account with nothing but the CLI's own buckets, in memory. Any other request gets an error that says so. */
export async function startStateAccount(): Promise<StateAccount> {
  const kept = { objects: new Map<string, Buffer>(), parameters: new Map<string, string>() };
  const server: Server = createServer((request, response) => {
    answer(request, response, kept).catch((error: Error) => response.writeHead(500).end(error.message));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { objects, parameters }: Kept,
): Promise<void> {
  const body = await buffer(request);
  const { method = '', url = '/' } = request;
  const target = String(request.headers['x-amz-target'] ?? '');
  const form = new URLSearchParams(body.toString());
  if (method === 'OPTIONS') return void response.end();
  if (target.startsWith('AmazonSSM.'))
    return json(response, parameter(target, JSON.parse(String(body)), parameters));
  if (target) return json(response, {});
  if (form.get('Action') === 'GetCallerIdentity') return void response.end(IDENTITY);
  return object(method, new URL(url, 'http://s3').pathname, body, response, objects);
}

/** One parameter is there, and those that the CLI has made since: with one of them it encrypts the state. */
function parameter(
  target: string,
  { Name, Value = '' }: { Name: string; Value?: string },
  parameters: Map<string, string>,
): object {
  if (target === 'AmazonSSM.PutParameter') {
    parameters.set(Name, Value);
    return { Version: 1 };
  }
  if (target !== 'AmazonSSM.GetParameter') return {};
  if (Name === bootstrapRecord.Name) return { Parameter: bootstrapRecord };
  const value = parameters.get(Name);
  return value === undefined
    ? { __type: 'ParameterNotFound' }
    : { Parameter: { Name, Value: value, Type: 'SecureString', Version: 1 } };
}

function json(response: ServerResponse, answer: object): void {
  const status = '__type' in answer ? 400 : 200;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
}

function object(
  method: string,
  path: string,
  body: Buffer,
  response: ServerResponse,
  objects: Map<string, Buffer>,
): void {
  if (method === 'PUT') {
    objects.set(path, body);
    return void response.writeHead(200, { ETag: '"dry"' }).end();
  }
  if (method === 'DELETE') {
    objects.delete(path);
    return void response.writeHead(204).end();
  }
  const found = objects.get(path);
  if (found) return void response.end(found);
  response.writeHead(404, { 'content-type': 'application/xml' });
  response.end('<Error><Code>NoSuchKey</Code><Message>It is not there.</Message></Error>');
}

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::000000000000:root</Arn><UserId>root</UserId><Account>000000000000</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;
