import { defineKind, type Kinds } from './kind.ts';

interface Domain {
  domainName: string;
  regionalCertificateArn?: string;
  certificateArn?: string;
  securityPolicy?: string;
  endpointConfiguration?: { types?: string };
  tags?: Record<string, string>;
}

/** A custom domain name of an API. The owner of the DNS zone points it to `regionalDomainName`. */
const domainName = defineKind<Domain>({
  inputs: [
    'domainName',
    'regionalCertificateArn',
    'certificateArn',
    'securityPolicy',
    'endpointConfiguration',
  ],
  parts: { endpointConfiguration: ['types'] },
  noEffect: ['tags'],
  replaceOn: [
    'domainName',
    'endpointConfiguration',
    'certificateArn',
    'regionalCertificateArn',
    'securityPolicy',
  ],
  identity: ({ domainName }) => domainName,
  check({ endpointConfiguration, regionalCertificateArn, certificateArn }) {
    // https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainName.html
    const regional = endpointConfiguration?.types === 'REGIONAL';
    if (regional ? !regionalCertificateArn : !certificateArn)
      throw new Error(`a domain needs ${regional ? 'regionalCertificateArn' : 'certificateArn'}`);
  },
  async create(inputs, { aws }) {
    const types = inputs.endpointConfiguration?.types;
    const made = await (await aws.apiGateway()).createDomainName({
      domainName: inputs.domainName,
      regionalCertificateArn: inputs.regionalCertificateArn,
      certificateArn: inputs.certificateArn,
      securityPolicy: inputs.securityPolicy as 'TLS_1_2' | undefined,
      endpointConfiguration: types === undefined ? undefined : { types: [types as 'REGIONAL'] },
      tags: inputs.tags,
    });
    return {
      id: inputs.domainName,
      outputs: {
        arn: `arn:aws:apigateway:${aws.region}::/domainnames/${inputs.domainName}`,
        regionalDomainName: made.regionalDomainName ?? '',
        regionalZoneId: made.regionalHostedZoneId ?? '',
      },
    };
  },
  find: async ({ domainName: id }) => [{ id }],
  delete: async ({ id }, { aws }) => (await aws.apiGateway()).deleteDomainName({ domainName: id }),
});

interface Mapping {
  restApi: string;
  domainName: string;
  stageName?: string;
  basePath?: string;
}

/** AWS's base path for the mapping of a whole domain. */
const ROOT = '(none)';

/** Which stage of which API answers below a domain. */
const basePathMapping = defineKind<Mapping>({
  inputs: ['restApi', 'domainName', 'stageName', 'basePath'],
  replaceOn: ['restApi', 'domainName', 'stageName', 'basePath'],
  identity: ({ domainName, basePath = '' }) => `${domainName}/${basePath}`,
  container: { type: 'aws:apigateway/domainName:DomainName', id: ({ domainName }) => domainName },
  async create({ restApi, domainName: name, stageName, basePath = '' }, { aws }) {
    await (await aws.apiGateway()).createBasePathMapping({
      restApiId: restApi,
      domainName: name,
      stage: stageName,
      basePath: basePath || ROOT,
    });
    return { id: `${name}/${basePath}` };
  },
  find: async ({ domainName: name, basePath = '' }) => [{ id: `${name}/${basePath}` }],
  delete: async ({ inputs }, { aws }) =>
    (await aws.apiGateway()).deleteBasePathMapping({
      domainName: inputs.domainName,
      basePath: inputs.basePath || ROOT,
    }),
});

export const kinds: Kinds = {
  'aws:apigateway/domainName:DomainName': domainName,
  'aws:apigateway/basePathMapping:BasePathMapping': basePathMapping,
};
