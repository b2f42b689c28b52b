import { readFileSync } from 'node:fs';
import { inRoot } from '../../paths.ts';
import type { Figures, Outcome } from './figures.ts';

/** Where it is written down what an order takes: `UPDATE_DOCS=1 npm test -- tests/e2e/order-costs` writes it. */
export const ORDER_FIGURES = inRoot('ops', 'cost', 'order-figures.json');

/** What an order of one line takes, by how it ends: counted from the record of the engine (tests/e2e/order-costs.test.ts). */
export const orderFigures = (): Record<Outcome, Figures> => JSON.parse(readFileSync(ORDER_FIGURES, 'utf8'));
