/**
 * An expression from its text, made when it is first asked for and kept: for those that few requests need. A literal V8 reads with the code around it, used
 * or not, and once more when the function that it is in is compiled; to make one anew takes ten times as long as to use it. Those that know all
 * alphabets take longest: two of them in the schemas of texts were 11 million instructions of a cold start, which is a thirtieth of what
 * Node and a client of DynamoDB take.
 *
 * @example const letters = expression(String.raw`^\p{L}+$`, 'u'); letters().test('ä');
 */
export function expression(source: string, flags = ''): () => RegExp {
  let made: RegExp | undefined;
  return () => {
    made ??= new RegExp(source, flags);
    return made;
  };
}
