import { describe, expect, it } from 'vitest';
import { stageLines } from './status.ts';

const outputs = { api: 'http://127.0.0.1:4566/x', saga: 'arn:aws:states:x', count: 3 };
const nothing = ['stage local', '  nothing is deployed: npm start deploys it'];

describe('stageLines', () => {
  it('shows the outputs of a deployment', () => {
    expect(stageLines('local', { outputs, functions: 81 })).toEqual([
      'stage local',
      '  81 functions',
      '  api   http://127.0.0.1:4566/x',
      '  saga  arn:aws:states:x',
    ]);
  });

  it('does not show the outputs of a stage that was removed', () => {
    expect(stageLines('local', { outputs, functions: 0 })).toEqual(nothing);
  });

  it('says that nothing was deployed yet', () => {
    expect(stageLines('local', { outputs: undefined, functions: 0 })).toEqual(nothing);
  });
});
