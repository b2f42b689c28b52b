import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUSINESS_REJECTIONS } from '../../functions/contracts/business-rejections.ts';
import type { Definition, State } from './definition.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const { StartAt, States } = JSON.parse(read('state-machines/order-saga.asl.json')) as Definition;
const page = read('docs/saga.md');

/** `from to` of every arrow of the diagram. */
const drawn = [...page.matchAll(/^ {2}(\w+)(?:\(.*\))? -->(?:\|[^|]*\|)? (\w+)/gm)].map(
  ([, from, to]) => `${from} ${to}`,
);

const arrowsOf = (name: string, { Next, Catch = [] }: State) =>
  [Next, ...Catch.map((rule) => rule.Next)].flatMap((to) => (to ? [`${name} ${to}`] : []));

/** How long a state's pauses are on average, with full jitter (s). */
const pausesOf = (name: string) => {
  const { MaxAttempts, MaxDelaySeconds = 0 } = States[name]!.Retry!.at(-1)!;
  const longest = Array.from({ length: MaxAttempts }, (_, index) => Math.min(2 ** index, MaxDelaySeconds));
  return longest.reduce((sum, seconds) => sum + seconds, 0) / 2;
};

describe('docs/saga.md', () => {
  it('draws every arrow of the machine, and no other', () => {
    const arrows = Object.entries(States).flatMap(([name, state]) => arrowsOf(name, state));
    const between = drawn.filter((arrow) => arrow.split(' ').every((name) => States[name]));
    expect([...new Set(between)].sort()).toEqual([...new Set(arrows)].sort());
  });

  it('draws where it begins and where it ends', () => {
    const ends = Object.keys(States).filter(
      (name) => arrowsOf(name, States[name]!).length === 0 || 'End' in States[name]!,
    );
    const outside = drawn.filter((arrow) => !arrow.split(' ').every((name) => States[name]));
    expect(outside.map((arrow) => arrow.split(' ').find((name) => States[name])).sort()).toEqual(
      [StartAt, 'RefundPayment', ...ends].sort(),
    );
  });

  it.each(Object.keys(BUSINESS_REJECTIONS))('says what comes of %s', (name) => {
    expect(page).toMatch(new RegExp(`^\\|.*\`${name}\``, 'm'));
  });

  it('says how long a service may be away', () => {
    const minutes = (name: string) => pausesOf(name) / 60;
    expect(page).toContain(`| a step | 21 | 60 s | ${minutes('ChargePayment').toFixed(1)} minutes |`);
    expect(page).toContain(`| an undo | 21 | 5 minutes | ${minutes('RefundPayment').toFixed(0)} minutes |`);
  });
});
