/** Stages that live on this machine's engine. Every other name is a stage in an AWS account. */
const LOCAL_STAGE = /^(local|local-[a-z0-9-]+|test-[a-z0-9-]+)$/;

/** True for `local`, `local-*` and `test-*`. */
export const isLocalStage = (stage: string): boolean => LOCAL_STAGE.test(stage);
