import { describeSingleFaults } from '../single-faults.ts';
import { describeHalf } from './half.ts';

describeSingleFaults('SAGA', 'every');
describeSingleFaults('EXHAUSTED', 'every');
describeHalf(0);
