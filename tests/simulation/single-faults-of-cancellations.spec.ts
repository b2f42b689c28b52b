import { describeSingleFaults } from './single-faults.ts';

describeSingleFaults('CANCELLED');
describeSingleFaults('RECONCILED');
