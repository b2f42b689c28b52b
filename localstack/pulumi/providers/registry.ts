import type { Properties } from '../values.ts';
import type { Context, Kind, Kinds } from './kind.ts';

/** The file with the kinds of each module, so that only those that the program uses are loaded. */
const FILES: Record<string, () => Promise<{ kinds: Kinds }>> = {
  'aws:apigateway': () => import('./apigateway.ts'),
  'aws:cloudwatch': () => import('./cloudwatch.ts'),
  'aws:dynamodb': () => import('./dynamodb.ts'),
  'aws:iam': () => import('./iam.ts'),
  'aws:lambda': () => import('./lambda.ts'),
  'aws:s3': () => import('./s3.ts'),
  'aws:ses': () => import('./ses.ts'),
  'aws:sfn': () => import('./sfn.ts'),
  'aws:sns': () => import('./sns.ts'),
  'aws:sqs': () => import('./sqs.ts'),
  'aws:ssm': () => import('./ssm.ts'),
  'pulumi:providers': () => import('./pulumi.ts'),
  'pulumi-nodejs:dynamic': () => import('./pulumi.ts'),
  'random:index': () => import('./random.ts'),
  'tls:index': () => import('./tls.ts'),
};

/**
 * How a type of resource is handled.
 *
 * @throws Error naming an unknown type, since a deploy must not silently leave out a resource.
 */
export async function kindOf(type: string): Promise<Kind> {
  const [pkg, module = ''] = type.split(':');
  const file = await FILES[`${pkg}:${module.split('/')[0]}`]?.();
  const kind = file?.kinds[type] ?? file?.kinds[`${pkg}:${module}:*`];
  if (!kind) throw new Error(`resources of type ${type} cannot be deployed on a local stage`);
  return kind;
}

/** Looks up a resource that the deploy does not own (`Type.get()`). */
export async function lookUp(type: string, id: string, context: Context): Promise<Properties> {
  const kind = await kindOf(type);
  if (!kind.read) throw new Error(`${type}.get() is not supported on a local stage`);
  return kind.read(id, context);
}

/** Every supported resource type. */
export async function allKinds(): Promise<[type: string, kind: Kind][]> {
  const files = await Promise.all(Object.values(FILES).map((load) => load()));
  return [...new Map(files.flatMap(({ kinds }) => Object.entries(kinds)))].sort();
}
