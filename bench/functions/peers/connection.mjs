// What no function that calls AWS can do without: Node's code for HTTPS, and one connection. No bundler makes it any less.
const https = process.getBuiltinModule('node:https');
const agent = new https.Agent({ keepAlive: true });

const ping = () =>
  new Promise((resolve, reject) => {
    const request = https.get(`${process.env.AWS_ENDPOINT_URL_DYNAMODB}/ping`, { agent }, (response) => {
      response.resume().on('end', resolve);
    });
    request.on('error', reject);
  });

await ping();

export async function handler() {
  await ping();
  return { statusCode: 200 };
}
