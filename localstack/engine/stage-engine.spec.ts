import { describe, expect, it } from 'vitest';
import { engineOf, namedStage } from './stage-engine.ts';

describe('engineOf', () => {
  it.each([
    ['local', undefined, 'local', 'localemu'],
    ['local', 'localemu', 'local', 'localemu'],
    ['local-ada', undefined, 'local', 'localemu'],
    ['local-localemu', undefined, 'local', 'localemu'],
    ['local-localstack', undefined, 'local-localstack', 'localstack'],
    ['local-localstack', 'localstack', 'local-localstack', 'localstack'],
    ['local-ada-localstack', undefined, 'local-localstack', 'localstack'],
    ['test-shop', undefined, 'test', 'localemu'],
    ['test-shop', 'localstack', 'test-localstack', 'localstack'],
    ['test-shop-localstack', undefined, 'test-localstack', 'localstack'],
  ])('the stage %s with ENGINE=%s lives on %s, of the kind %s', (stage, ENGINE, name, id) => {
    const { kind, ...engine } = engineOf(stage, { ENGINE });
    expect({ ...engine, id: kind.id }).toEqual({ name, id });
  });

  it.each([
    ['local', 'localstack', /lives on localemu: unset ENGINE, or name the stage local-localstack/],
    ['local-localstack', 'localemu', /lives on localstack: unset ENGINE, or name the stage local$/],
  ])('refuses the stage %s with ENGINE=%s', (stage, ENGINE, line) => {
    expect(() => engineOf(stage, { ENGINE })).toThrow(
      expect.objectContaining({ line: expect.stringMatching(line) }),
    );
  });
});

describe('namedStage', () => {
  it.each([
    [undefined, 'local'],
    ['', 'local'],
    ['localemu', 'local'],
    ['localstack', 'local-localstack'],
  ])('with ENGINE=%s is %s', (ENGINE, stage) => {
    expect(namedStage({ ENGINE })).toBe(stage);
  });
});
