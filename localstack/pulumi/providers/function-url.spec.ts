import { describe, expect, it } from 'vitest';
import { urlOutputs } from './lambda-invocation.ts';

const aws = { endpoint: 'http://127.0.0.1:4566', region: 'eu-west-1' };

describe('The outputs of a function URL', () => {
  it.each([
    'http://127.0.0.1:4566/_aws/lambda-url/abc123/',
    'http://abc123.lambda-url.eu-west-1.127.0.0.1:4566/',
    'https://abc123.lambda-url.eu-west-1.on.aws/',
  ])('are an address of this machine for %s', (FunctionUrl) => {
    const outputs = urlOutputs({ FunctionUrl, FunctionArn: 'arn:f' }, aws);

    expect(outputs).toEqual({
      functionUrl: 'http://127.0.0.1:4566/_aws/lambda-url/abc123/',
      functionArn: 'arn:f',
      urlId: 'abc123',
    });
    expect(new URL(String(outputs.functionUrl)).port).toBe('4566');
  });

  it('are refused when the engine answers with something else', () => {
    expect(() => urlOutputs({ FunctionUrl: 'http://127.0.0.1:4566/' }, aws)).toThrow('not understood');
  });
});
