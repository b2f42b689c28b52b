/** What an API's function returns. */
export const answer = (statusCode: number, body: object) => ({ statusCode, body: JSON.stringify(body) });
