import { expect, it } from 'vitest';
import { aliasUri } from './alias-uri.ts';

const uri = (target: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:${target}/invocations`;

// An ARN has one qualifier: https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html
it.each(['pay', 'pay:7', 'pay:$LATEST', 'pay:live'])('the alias of %s is that of the function', (target) => {
  expect(aliasUri(uri(target), 'live')).toBe(uri('pay:live'));
});
