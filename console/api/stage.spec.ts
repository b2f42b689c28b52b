import { beforeEach, expect, it, vi } from 'vitest';
import { stageAccess } from '../../ops/stage/access.ts';
import { Stage } from './stage.ts';

vi.mock('../../ops/stage/access.ts', () => ({ stageAccess: vi.fn() }));

/** Has an engine run with a key of its own. */
const run = (accessKeyId: string) =>
  vi.mocked(stageAccess).mockResolvedValue({
    stage: 'local',
    prefix: 'shop-local-',
    config: {
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      credentials: { accessKeyId, secretAccessKey: 's' },
    },
  });

let stage: Stage;
beforeEach(async () => {
  vi.mocked(stageAccess).mockReset();
  run('first');
  stage = await Stage.open('local', { mayAct: true });
});

const key = async () => (await stage.sfn.config.credentials()).accessKeyId;

it('reaches an engine that was started anew, when something has failed', async () => {
  run('second');
  stage.forget();
  await stage.renew();
  expect([await key(), stage.access.config.credentials?.accessKeyId]).toEqual(['second', 'second']);
});

it('keeps its clients where the engine is the same', async () => {
  const { sqs } = stage;
  stage.forget();
  await stage.renew();
  expect(stage.sqs).toBe(sqs);
});

it('looks for no other engine while all goes well', async () => {
  await stage.renew();
  expect(stageAccess).toHaveBeenCalledTimes(1);
});

it('looks again when there was none', async () => {
  stage.forget();
  vi.mocked(stageAccess).mockRejectedValueOnce(new Error('no engine runs'));
  await stage.renew();
  expect(await key()).toBe('first');
  run('third');
  await stage.renew();
  expect(await key()).toBe('third');
});
