import { describeFlatCost } from './flat-cost.ts';

describeFlatCost(10, 10_000);
