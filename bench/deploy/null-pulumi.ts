// The stand-in for Pulumi with an engine that answers at once, because nobody asks it. With PLAIN_SDK also without what
// the stand-in saves in the Pulumi SDK: that is the program as SST and Pulumi ship it.
import { registerHooks } from 'node:module';

const other = (file: string): string => new URL(file, import.meta.url).href;
const replaced: [RegExp, string][] = [[/providers\/registry\.ts$/, other('./null-registry.ts')]];
if (process.env.PLAIN_SDK) replaced.push([/sdk-savings\.ts$/, other('./no-savings.ts')]);

registerHooks({
  resolve(specifier, context, next) {
    const match = replaced.find(([pattern, url]) => pattern.test(specifier) && context.parentURL !== url);
    return match ? { url: match[1], shortCircuit: true } : next(specifier, context);
  },
});

await import('../../localstack/pulumi/main.ts');
