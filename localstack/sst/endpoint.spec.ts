import { describe, expect, it } from 'vitest';
import { assertAnswers, engineAddress } from './endpoint.ts';

describe('engineAddress', () => {
  it.each([
    ['http://127.0.0.1:4566', 'http://127.0.0.1:4566'],
    ['http://localhost:4566/', 'http://127.0.0.1:4566'],
    ['http://10.0.0.7:4566', 'http://10.0.0.7:4566'],
    ['http://192.168.1.2', 'http://192.168.1.2'],
    ['http://172.16.0.1:4566', 'http://172.16.0.1:4566'],
    ['http://[::1]:4566', 'http://[::1]:4566'],
    ['http://[fd00::1]:4566', 'http://[fd00::1]:4566'],
    ['http://host.docker.internal:4566', 'http://host.docker.internal:4566'],
  ])('takes %s', (given, address) => {
    expect(engineAddress(given)).toBe(address);
  });

  it.each([
    'https://dynamodb.us-east-1.amazonaws.com',
    'http://8.8.8.8:4566',
    'http://172.32.0.1:4566',
    'http://127.0.0.1.example.org',
    'http://localhost.example.org',
    'http://[2001:db8::1]:4566',
    'http://[::ffff:8.8.8.8]:4566',
    'ftp://127.0.0.1',
    'localhost:4566',
    'nonsense',
    '',
  ])('refuses %s', (given) => {
    expect(() => engineAddress(given)).toThrow(expect.objectContaining({ name: 'UserError' }));
  });
});

it('an engine that is not there is told from one that is', async () => {
  await expect(assertAnswers('http://127.0.0.1:1')).rejects.toThrow(
    'no engine answers at http://127.0.0.1:1',
  );
});
