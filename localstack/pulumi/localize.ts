const REST_API = /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?=[/"'\s]|$)/g;
const QUEUE = /https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com\/(?=\d{12}\/)/g;
const FUNCTION_URL = /https:\/\/([a-z0-9]+)\.lambda-url\.[a-z0-9-]+\.on\.aws(?=[/"'\s]|$)/g;

/**
 * Rewrites the addresses that SST's components put together for AWS (they hard-code amazonaws.com) to the paths
 * under which LocalStack and its descendants serve the same things.
 *
 * @example localizer('http://127.0.0.1:4566')('https://abc.execute-api.us-east-1.amazonaws.com/local/')
 *   // http://127.0.0.1:4566/_aws/execute-api/abc/local/
 */
export function localizer(endpoint: string): (text: string) => string {
  return (text) => {
    if (!text.includes('https://')) return text;
    return text
      .replace(REST_API, `${endpoint}/_aws/execute-api/$1`)
      .replace(QUEUE, `${endpoint}/`)
      .replace(FUNCTION_URL, `${endpoint}/_aws/lambda-url/$1`);
  };
}
