import { describeSingleFaults } from '../single-faults.ts';
import { describeHalf } from './half.ts';

describeSingleFaults('CANCELLED', 'every');
describeSingleFaults('RECONCILED', 'every');
describeHalf(1);
