/**
 * The stages of this project in AWS, by name or pattern (`pr-*`): add yours. A name that is not here goes to AWS as well,
 * unless it looks like a stage on this machine (`local`, `local-*`, `test-*`): that is taken for a slip and refused, also
 * where only a pattern here covers it (`pr-local`).
 */
export const stages = ['production', 'staging', 'pr-*'];
