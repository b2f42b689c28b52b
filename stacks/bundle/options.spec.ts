import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundle-options-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names that are read when a function runs, each of another kind of class. */
const SOURCE = `
  import { ConditionalCheckFailedException, GetItemCommand } from '@aws-sdk/client-dynamodb';
  import { errors } from 'jose';
  import * as z from 'zod/mini';
  import { describeError } from ${JSON.stringify(inRoot('functions', 'platform', 'log.ts'))};
  import { ServiceError } from ${JSON.stringify(inRoot('functions', 'platform', 'service-error.ts'))};
  const nameOf = (error) => describeError(error).error;
  export const told = {
    command: typeof GetItemCommand,
    ours: nameOf(new ServiceError('conflict', 'no')),
    aws: nameOf(new ConditionalCheckFailedException({ message: 'no', $metadata: {} })),
    zod: nameOf(z.string().safeParse(7).error),
    jose: describeError(new errors.JWTExpired('late', {})).code,
  };`;

describe('a bundle', () => {
  let files: string[];
  let told: Record<string, string>;

  beforeAll(async () => {
    const source = inRoot('stacks', 'bundle', `.names-${process.pid}.js`);
    const build = inRoot('stacks', 'bundle', `.names-${process.pid}.build.ts`);
    writeFileSync(source, SOURCE);
    writeFileSync(
      build,
      `import { OPTIONS } from './options.ts';
       const { metafile } = await Bun.build({ ...OPTIONS, metafile: true, entrypoints: [${JSON.stringify(source)}], outdir: ${JSON.stringify(folder)}, naming: 'names.mjs' });
       const [{ inputs }] = Object.values(metafile.outputs);
       console.log(JSON.stringify(Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0)));`,
    );
    try {
      files = JSON.parse(execFileSync(inRoot('node_modules', '.bin', 'bun'), [build], { encoding: 'utf8' }));
    } finally {
      for (const file of [source, build]) rmSync(file);
    }
    ({ told } = await import(pathToFileURL(join(folder, 'names.mjs')).href));
  });

  it('has nothing of CommonJS where the SDK has ES modules, and no command that is not used', () => {
    expect(files.filter((file) => /@(?:aws-sdk|smithy)\/.*\/dist-cjs\//.test(file))).toEqual([]);
    expect(files.filter((file) => /\/commands\/(?!GetItemCommand)/.test(file))).toEqual([]);
    expect(files.some((file) => file.includes('client-dynamodb/dist-es/'))).toBe(true);
  });

  it('has short names, and errors in it say what they are all the same', () => {
    expect(readFileSync(join(folder, 'names.mjs'), 'utf8')).not.toMatch(
      /class (?:ServiceError|JWTExpired)\b/,
    );
    expect(told).toEqual({
      command: 'function',
      ours: 'ServiceError',
      aws: 'ConditionalCheckFailedException',
      zod: '$ZodError',
      jose: 'ERR_JWT_EXPIRED',
    });
  });
});

it('every error of ours says its name, since that of its class is lost in a bundle', () => {
  const sources = globSync('{functions,packages}/**/*.ts', { cwd: inRoot() }).filter(
    (file) => !file.endsWith('.spec.ts'),
  );
  const nameless = sources.filter((file) => {
    const text = readFileSync(inRoot(file), 'utf8');
    const classes = text.match(/class \w+ extends \w*Error\b[\s\S]*?^}/gm) ?? [];
    return classes.some((one) => !/override name = '|this\.name = /.test(one));
  });
  expect(sources.length).toBeGreaterThan(100);
  expect(nameless).toEqual([]);
});
