import { beforeAll, describe, expect, it } from 'vitest';
import { type CampaignResult, runCampaign } from '../../ops/chaos/campaign.ts';
import { ROWS, titleOf } from '../../ops/chaos/rows.ts';
import { ChaosShop } from '../../ops/chaos/shop.ts';
import { engineEndpoint } from '../support/engine.ts';
import { shopOutputs } from '../support/outputs.ts';
import { withShortRetries } from '../support/short-retries.ts';

/** A few rows of `npm run chaos`, of every fault, step and undo: the quick ones. */
const SAMPLE = [
  'ReserveInventory dies before its work',
  'ReserveInventory dies after its work',
  'ReserveInventory is delivered twice',
  'ChargePayment dies after its work',
  'ChargePayment is delivered twice',
  "ChargePayment answers after the function's time",
  'ConfirmOrder dies after its work',
  'RefundPayment dies after its work',
  'ReleaseInventory dies before its work',
  'CancelOrder is throttled',
  'ParkOrder dies after its work',
  'place-order dies after its work',
];

let result: CampaignResult;

// Every fault of the sample happens once, or for good.
withShortRetries();
beforeAll(async () => {
  const rows = ROWS.filter((row) => SAMPLE.includes(titleOf(row)));
  const shop = new ChaosShop({ endpoint: engineEndpoint(), outputs: shopOutputs() });
  result = await runCampaign({ shop, rows, report: () => {} });
});

describe('one fault, and the order comes to an end that stock and money agree with', () => {
  it.each(SAMPLE)('%s', (title) => {
    const { row, outcome, problems } = result.results.find((one) => titleOf(one.row) === title)!;
    expect({ outcome, problems }).toEqual({ outcome: row.outcome, problems: [] });
  });

  it('and nothing that came later has changed it', () => {
    expect(result.problems).toEqual([]);
  });
});
