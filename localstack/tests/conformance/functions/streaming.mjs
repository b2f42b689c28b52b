export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.setContentType('text/plain');
  stream.write('one ');
  stream.write('two ');
  stream.end(event.last);
});

export const fails = awslambda.streamifyResponse(async (_event, stream) => {
  stream.write('half');
  throw new RangeError('in the middle');
});
