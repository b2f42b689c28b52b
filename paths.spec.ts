import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot, root } from './paths.ts';

/**
 * Ways from a file URL to a path that leave a blank as %20 and an umlaut as %C3%A4, and from a path to a URL that leave
 * `#`, `?` and `%` as they are. fileURLToPath, import.meta.dirname and pathToFileURL do it.
 */
const FORBIDDEN = [
  /import\.meta\.(url|resolve)\b[^;]{0,200}?\.pathname\b/,
  /\.(replace|replaceAll|slice|substring|split)\(\s*(['"`/]\^?file:|7\))/,
  /['"`]file:\/\/+(\$\{|['"`]\s*\+)/,
];

/** The place of the first such way in a text. */
const found = (text: string): string | undefined =>
  FORBIDDEN.map((pattern) => pattern.exec(text)?.[0]).find((match) => match !== undefined);

it.each([
  'const file = new URL(`./$`, import.meta.url).pathname;',
  'const { dir } = parse(new URL(import.meta.url).pathname);',
  "import.meta.resolve('a').replace('file://', '')",
  'import.meta.resolve("a").replace(/^file:/, "")',
  "import.meta.url.slice('file://'.length)",
  'import.meta.url.slice(7)',
  `await import(\`file://\${path}\`)`,
  "await import('file://' + path)",
])('%s is forbidden', (code) => {
  expect(found(code)).toBeDefined();
});

it.each([
  'fileURLToPath(import.meta.url)',
  "readFileSync(new URL('a.json', import.meta.url), 'utf8')",
  'const { pathname } = new URL(request.url);',
  "{ Host, Origin: 'file://' }",
])('%s is not', (code) => {
  expect(found(code)).toBeUndefined();
});

it('every source finds its files whatever its path looks like', () => {
  const folders =
    '{bench,cli,client,functions,localstack,ops,packages,proto,scripts,stacks,tests}/**/*.{ts,mjs}';
  const files = globSync([folders, '*.{ts,mjs}'], { cwd: root }).filter((file) => file !== 'paths.spec.ts');
  expect(files.length).toBeGreaterThan(500);
  const wrong = files.flatMap((file) => {
    const way = found(readFileSync(inRoot(file), 'utf8'));
    return way === undefined ? [] : [`${file}: ${way}`];
  });
  expect(wrong).toEqual([]);
});
