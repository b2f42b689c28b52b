export { replaceModule } from '../../localstack/pulumi/sdk-savings.ts';

/** Leaves the Pulumi SDK as it is. */
export const saveBefore = (): void => {};
export const saveAfter = (): void => {};
