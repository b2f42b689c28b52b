import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../paths.ts';
import { type Definition, enteredAt } from '../../stacks/saga/definition.ts';
import { drawMachine, END, type GraphNode, START } from './saga-graph.ts';

const file = readFileSync(join(root, 'state-machines', 'order-saga.asl.json'), 'utf8');
const definition = JSON.parse(file) as Definition;
const saga = drawMachine(file);
const undo = drawMachine(JSON.stringify(enteredAt(definition, 'RefundPayment')));

const overlap = (a: GraphNode, b: GraphNode): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

describe.each([
  ['the saga', saga],
  ['the undo chain', undo],
])('%s, laid out', (_, { nodes, edges, width, height }) => {
  it('has every state once, and none lies on another', () => {
    const crowded = nodes.flatMap((one, index) =>
      nodes.slice(index + 1).flatMap((other) => (overlap(one, other) ? `${one.name} and ${other.name}` : [])),
    );
    expect(crowded).toEqual([]);
    expect(new Set(nodes.map(({ name }) => name)).size).toBe(nodes.length);
  });

  it('lies within its frame', () => {
    const outside = edges
      .flatMap(({ points }) => points)
      .filter(({ x, y }) => x < 0 || y < 0 || x > width || y > height);
    expect(outside).toEqual([]);
  });

  it('has each way leave a state below and reach one above', () => {
    const boxes = new Map(nodes.map((node) => [node.name, node]));
    const odd = edges.filter(({ from, to, points }) => {
      const [a, b] = [boxes.get(from)!, boxes.get(to)!];
      return points[0]!.y !== a.y + a.height / 2 || points.at(-1)!.y !== b.y - b.height / 2;
    });
    expect(odd).toEqual([]);
  });
});

describe('the saga', () => {
  const at = (name: string) => saga.nodes.find((node) => node.name === name)!;

  it('has the way that is meant in one straight line', () => {
    const meant = [START, 'ReserveInventory', 'ChargePayment', 'ConfirmOrder', END];
    expect(new Set(meant.map((name) => at(name).x)).size).toBe(1);
  });

  it.each([
    ['RefundPayment', 'ChargePayment'],
    ['ReleaseInventory', 'ReserveInventory'],
    ['ReleaseBeforeParking', 'ReserveInventory'],
    ['ConfirmOrder', undefined],
    ['CancelOrder', undefined],
  ])('knows that %s undoes %s', (name, undone) => {
    expect(at(name).undoes).toBe(undone);
  });

  it.each([
    ['ChargePayment', 'step'],
    ['RefundPayment', 'undo'],
    ['CancelOrder', 'undo'],
    ['ParkOrder', 'stranded'],
    ['Parked', 'stranded'],
    [END, 'end'],
  ])('knows what %s is for: %s', (name, role) => {
    expect(at(name).role).toBe(role);
  });

  it('draws one way between two states, the one that is meant', () => {
    const ways = saga.edges.map(({ from, to }) => `${from} ${to}`);
    expect(new Set(ways).size).toBe(ways.length);
    expect(saga.edges).toContainEqual(
      expect.objectContaining({ from: 'ReleaseBeforeParking', to: 'ParkOrder', kind: 'next' }),
    );
    expect(saga.edges).toContainEqual(
      expect.objectContaining({ from: 'ConfirmOrder', to: 'RefundPayment', kind: 'catch' }),
    );
  });
});
