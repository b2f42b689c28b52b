/**
 * An expression from its text, for those that few requests need: a literal V8 reads with the code around it, used or not, and once more when the function
 * that it is in is compiled. Those of logs and traces were 5 of the 36 million instructions that these added to a cold start, most of it for two that know all
 * alphabets.
 *
 * @example const letters = () => expression(String.raw`^\p{L}+$`, 'u');
 */
export const expression = (source: string, flags = ''): RegExp => new RegExp(source, flags);
