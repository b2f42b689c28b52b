import { describeSingleFaults } from '../single-faults.ts';
import { describeHalf } from './half.ts';

describeSingleFaults('EXHAUSTED');
describeHalf(0);
