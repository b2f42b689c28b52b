import { existsSync } from 'node:fs';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import MagicString from 'magic-string';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../paths.ts';
import { compileEagerly } from './eager-functions.ts';
import { Positions } from './moved-map.ts';
import seldom from './seldom-called.json' with { type: 'json' };

/** A map that says of each character that it comes from where it is. */
const identity = (code: string, source: string) =>
  new TraceMap(new MagicString(code).generateMap({ hires: true, source }).toString());

const eager = (code: string, isCalled = (_: string) => true) =>
  compileEagerly({ code, map: identity(code, 'a.ts'), isCalled });

/** What a module exports as `told`. */
const run = async (code: string): Promise<unknown> =>
  (await import(`data:text/javascript,${encodeURIComponent(code)}`)).told;

const FORMS: [what: string, code: string, eagerly: string][] = [
  ['an arrow function', 'const f=a=>a+1;export const told=f(1)', 'const f=(a=>a+1);export const told=f(1)'],
  [
    'one that is async, in arguments',
    'const g=(h,i)=>h(i);export const told=await g(async a=>a*2,4)',
    'const g=((h,i)=>h(i));export const told=await g((async a=>a*2),4)',
  ],
  [
    'one within another',
    'const f=a=>b=>a+b;export const told=[f(1)(2),f.name]',
    'const f=(a=>(b=>a+b));export const told=[f(1)(2),f.name]',
  ],
  [
    'a function expression, which keeps the name of its variable',
    'const f=function(){return f.name};export const told=f()',
    'const f=(function(){return f.name});export const told=f()',
  ],
  [
    'a declaration, which is called before it',
    'export const told=f(3);function f(a){return a>0?f(a-1)+1:0}',
    'var f=(function (a){return a>0?f(a-1)+1:0});export const told=f(3);',
  ],
  [
    'several, of which the first begins the scope',
    'function f(){return g()+1}function g(){return 1}export const told=[f(),f.name,g.name]',
    'var g=(function (){return 1});var f=(function (){return g()+1});export const told=[f(),f.name,g.name]',
  ],
  [
    'declarations that are generators and async',
    'function*f(){yield 1}async function g(){return 2}export const told=[...f(),await g()]',
    'var g=(async function (){return 2});var f=(function*(){yield 1});export const told=[...f(),await g()]',
  ],
  [
    'a declaration in a function, behind its directives',
    'const f=()=>{"use strict";return g(this);function g(a){return typeof a}};export const told=f()',
    'const f=(()=>{"use strict";var g=(function (a){return typeof a});return g(this);});export const told=f()',
  ],
  [
    'declarations within declarations',
    'export const told=f();function f(){return g();function g(){return h();function h(){return 7}}}',
    'var f=(function (){var g=(function (){var h=(function (){return 7});return h();});return g();});export const told=f();',
  ],
  [
    'one that puts another in its own place',
    'function f(){f=()=>2;return 1}export const told=[f(),f()]',
    'var f=(function (){f=(()=>2);return 1});export const told=[f(),f()]',
  ],
  [
    'one of two with a name, of which the last counts',
    'const f=()=>{return g();function g(){return 1}function g(){return 2}};export const told=f()',
    'const f=(()=>{var g=(function (){return 1});var g=(function (){return 2});return g();});export const told=f()',
  ],
  [
    'one behind a statement that has no semicolon',
    'let a=1\nfunction f(){return a}\n[a]=[f()+1];export const told=a',
    'var f=(function (){return a});let a=1\n;\n[a]=[f()+1];export const told=a',
  ],
  [
    'neither methods nor accessors',
    'class A{b(){return 1}get c(){return 2}static d=()=>3}export const told=[new A().b(),new A().c,A.d(),{e(){return 4}}.e()]',
    'class A{b(){return 1}get c(){return 2}static d=(()=>3)}export const told=[new A().b(),new A().c,A.d(),{e(){return 4}}.e()]',
  ],
  [
    'none that is called where it stands, since it has parentheses',
    'export const told=(()=>(function(){return 5})())()',
    'export const told=(()=>(function(){return 5})())()',
  ],
  [
    'neither declarations of blocks nor those that are exported',
    '{function f(){return 6}f()}export function told(){}',
    '{function f(){return 6}f()}export function told(){}',
  ],
];

describe('functions that V8 compiles with the code around them', () => {
  it.each(FORMS)('%s', async (_, code, eagerly) => {
    expect(eager(code).code).toBe(eagerly);
    const [before, after] = [await run(code), await run(eagerly)];
    if (typeof before !== 'function') expect(after).toEqual(before);
    expect(before).toBeDefined();
  });

  it('are not those of sources that are seldom called', () => {
    const code = 'const f=()=>1;function g(){}';
    expect(eager(code, (source) => source !== 'a.ts').code).toBe(code);
  });

  it.each(FORMS)('are where the map says: %s', (_, code) => {
    const { code: after, map } = eager(code);
    const traced = new TraceMap(map());
    const [from, to] = [new Positions(code), new Positions(after)];
    const places = [...after.matchAll(/[\w$]+/g)].filter(([word]) => word !== 'var');
    for (const { 0: word, index } of places) {
      const { line, column } = to.of(index);
      const original = originalPositionFor(traced, { line: line + 1, column });
      const offset = from.offset(original.line! - 1, original.column!);
      expect(code.slice(offset, offset + word.length), `${word} at ${index}`).toBe(word);
    }
    expect(places.length).toBeGreaterThan(3);
  });
});

it('sources that are seldom called exist: bench/seldom-called.ts writes them anew', () => {
  expect(seldom.filter((file) => !file.includes(':') && !existsSync(inRoot(file)))).toEqual([]);
  expect(seldom.length).toBeGreaterThan(100);
});
