/**
 * The address at which API Gateway calls an alias of a function.
 *
 * @param uri the address of the function, or of one of its versions.
 *
 * @example aliasUri('…:function:pay:7/invocations', 'live') // '…:function:pay:live/invocations'
 */
export const aliasUri = (uri: string, alias: string): string =>
  uri.replace(/(:function:[^:/]+)(:[^:/]+)?\/invocations$/, `$1:${alias}/invocations`);
