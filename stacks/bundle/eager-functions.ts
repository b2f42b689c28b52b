import { type TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import MagicString from 'magic-string';
import { type ESTree, parseSync, Visitor } from 'oxc-parser';
import { movedMap, Positions } from './moved-map.ts';

interface Module {
  /** An ES module. */
  code: string;
  map: TraceMap;
  /** Whether the functions of a source are called at a start at all. */
  isCalled: (source: string) => boolean;
}

/**
 * Puts functions into parentheses, by which V8 compiles them together with the code around them (https://v8.dev/blog/preparser#pife). Without,
 * it reads each to find its end, and reads it once more to compile it at its first call; more than half of the functions of a bundle are
 * called before the first answer is given. Declarations become variables at the beginning of their scope, which they are hoisted to
 * anyway. Methods of classes have no such form and stay as they are.
 *
 * @returns the code, and what makes its source map.
 * @throws SyntaxError if it is no module.
 */
export function compileEagerly({ code, map, isCalled }: Module): { code: string; map: () => string } {
  const { program, errors } = parseSync('index.mjs', code, { preserveParens: false });
  if (errors[0]) throw new SyntaxError(errors[0].codeframe ?? errors[0].message);
  const edited = new MagicString(code);
  const positions = new Positions(code);
  const isWanted = ({ start }: ESTree.Span): boolean => {
    const { line, column } = positions.of(start);
    const [, source] = traceSegment(map, line, column) ?? [];
    return source === undefined || isCalled(map.sources[source] ?? '');
  };
  /** Methods, and what is called where it stands: that has parentheses. */
  const left = new Set<unknown>();
  const parenthesize = (node: ESTree.Function | ESTree.ArrowFunctionExpression): void => {
    if (node.body?.type === 'BlockStatement') hoistIn(node.body.body, node.body.start + 1);
    if (node.type !== 'FunctionDeclaration' && !left.has(node) && isWanted(node))
      edited.prependRight(node.start, '(').appendLeft(node.end, ')');
  };
  const declarations: { declaration: ESTree.Function; name: ESTree.Span }[] = [];
  const hoistIn = (body: readonly ESTree.Statement[], begin: number): void => {
    const start = body.findLast((one) => 'directive' in one && one.directive)?.end ?? begin;
    for (const declaration of body) {
      if (declaration.type !== 'FunctionDeclaration' || !declaration.id || !isWanted(declaration)) continue;
      // What stands before it may end without a semicolon, and the statement after it may go on with it.
      if (!';{}'.includes(code.charAt(declaration.start - 1))) edited.appendLeft(declaration.start, ';');
      if (declaration.start !== start) edited.move(declaration.start, declaration.end, start);
      declarations.push({ declaration, name: declaration.id });
    }
  };
  new Visitor({
    Program: ({ body, start }) => hoistIn(body as ESTree.Statement[], start),
    MethodDefinition: ({ value }) => void left.add(value),
    Property: ({ method, kind, value }) => void ((method || kind !== 'init') && left.add(value)),
    CallExpression: ({ callee }) => void left.add(callee),
    FunctionDeclaration: parenthesize,
    FunctionExpression: parenthesize,
    ArrowFunctionExpression: parenthesize,
  }).visit(program);
  // All are where they belong, so nothing comes between a name and its function any more.
  for (const { declaration, name } of declarations) {
    edited.prependRight(name.start, 'var ').appendLeft(name.end, '=(').appendLeft(declaration.end, ');');
    edited.move(name.start, name.end, declaration.start);
  }
  const after = edited.toString();
  const moves = () => edited.generateDecodedMap().mappings;
  return {
    code: after,
    map: () => movedMap(map, { from: positions, to: new Positions(after), moves: moves() }),
  };
}
