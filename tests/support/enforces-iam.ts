import { engineKind } from '@serverless-orders/localstack';

/** Of the engines that tests start, LocalEmu holds calls to policies; of one that the user has started nobody knows. */
export const enforcesIam = (): boolean =>
  engineKind(process.env.ENGINE).id === 'localemu' && !process.env.AWS_ENDPOINT_URL;
