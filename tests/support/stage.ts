import { engineOf } from '../../localstack/engine/stage-engine.ts';

/** The stage of the end to end tests, on every kind of engine. */
export const STAGE = 'test-shop';

/** Name and kind of the tests' engine: the embedded one has another name than the one that ENGINE names. */
export const testEngine = () => engineOf(STAGE);

/** The one origin whose scripts may call it. */
export const ORIGIN = 'https://shop.example';
