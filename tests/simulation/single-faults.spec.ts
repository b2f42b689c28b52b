import { describeSingleFaults } from './single-faults.ts';

describeSingleFaults('SAGA', 'some');
