import { describeFlatCost } from '../flat-cost.ts';

describeFlatCost(1_000, 1_000_000);
