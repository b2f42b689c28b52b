/** The real Pulumi engine in place of the stand-in: what a program uses. */
export { type BuildOptions, realPulumi } from './build.ts';
export { type Difference, differences } from './compare.ts';
export { installReal } from './install.ts';
