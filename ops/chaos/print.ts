import { columns } from '../../packages/command-line/columns.ts';
import type { CampaignResult } from './campaign.ts';
import type { RowResult } from './run-row.ts';

const COLUMNS = ['step', 'fault', 'turned around by', 'order', 'invariants', 'time'] as const;

const cellsOf = ({ row, outcome, problems, durationMs }: RowResult): string[] => [
  row.step,
  row.fault,
  row.turned,
  outcome,
  problems.length === 0 ? '✓' : '✗',
  `${(durationMs / 1000).toFixed(1)} s`,
];

const isRed = ({ problems }: RowResult) => problems.length > 0;

/** The table, what is wrong with each red row below it, and one line that sums up. */
export function campaignLines({ results, problems, durationMs }: CampaignResult): string[] {
  const sorted = results.toSorted((a, b) => order(a) - order(b));
  const shown = columns([COLUMNS, ...sorted.map(cellsOf)]);
  const red = results.filter(isRed);
  const wrong = [
    ...red.flatMap((result) => [
      `✗ ${result.row.step} ${result.row.fault}`,
      ...result.problems.map((problem) => `    ${problem}`),
    ]),
    ...problems.map((problem) => `✗ in the end: ${problem}`),
  ];
  return ['', ...shown, '', ...wrong, ...(wrong.length > 0 ? [''] : []), summary()];

  function summary(): string {
    const seconds = `${(durationMs / 1000).toFixed(0)} s`;
    return red.length === 0 && problems.length === 0
      ? `${results.length} faults, and the invariants hold after each (${seconds})`
      : `${red.length} of ${results.length} rows are red, ${problems.length} things are wrong in the end (${seconds})`;
  }
}

export const isGreen = ({ results, problems }: CampaignResult): boolean =>
  problems.length === 0 && !results.some(isRed);

const STEPS = [
  'ReserveInventory',
  'ChargePayment',
  'ConfirmOrder',
  'RefundPayment',
  'ReleaseInventory',
  'CancelOrder',
  'ParkOrder',
];

/** By the saga's order; what is around it comes last. */
const order = ({ row }: RowResult): number =>
  STEPS.includes(row.step) ? STEPS.indexOf(row.step) : STEPS.length;
