import { describeSingleFaults } from './single-faults.ts';

describeSingleFaults('CANCELLED', 'some');
describeSingleFaults('RECONCILED', 'some');
