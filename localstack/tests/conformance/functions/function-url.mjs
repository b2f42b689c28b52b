/** Answers with the event, as a JSON document. */
export const event = async (event) => event;

/** Answers as its query string says. */
export const answer = async ({ queryStringParameters }) => JSON.parse(queryStringParameters.answer);

export const fail = async () => {
  throw new Error('on purpose');
};
