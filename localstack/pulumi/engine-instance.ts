import { randomUUID } from 'node:crypto';
import type { Aws } from './providers/aws.ts';
import { orGone } from './providers/kind.ts';

/**
 * The parameter in the engine that tells which engine it is. SSM refuses names that begin with `aws` or `ssm`, and an app may
 * be called so: its name then stands behind a word
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html).
 */
export const markerName = (app: string, stage: string): string =>
  /^(aws|ssm)/i.test(app) ? `/engine-instance/${app}/${stage}` : `/${app}/${stage}/engine-instance`;

/**
 * Finds out whether the engine still is the one that the saved resources were deployed to. An engine that came up
 * empty has no marker, another one has another's: then there is nothing that the state speaks of.
 *
 * @returns the instance's id, and whether it is another one than the known.
 */
export async function engineInstance({
  aws,
  app,
  stage,
  known,
  preview,
}: {
  aws: Aws;
  app: string;
  stage: string;
  known: string | undefined;
  preview: boolean;
}): Promise<{ id: string | undefined; isNew: boolean }> {
  const ssm = await aws.ssm();
  const Name = markerName(app, stage);
  const found = await orGone(ssm.getParameter({ Name }));
  const present = found?.Parameter?.Value;
  if (present !== undefined && present === known) return { id: present, isNew: false };
  if (preview) return { id: known, isNew: true };
  const id = present ?? randomUUID();
  if (present === undefined) await ssm.putParameter({ Name, Type: 'String', Value: id, Overwrite: true });
  return { id, isNew: true };
}

/** Takes the marker out of the engine, with the last of the stage's resources. */
export async function dropMarker({
  aws,
  app,
  stage,
}: {
  aws: Aws;
  app: string;
  stage: string;
}): Promise<void> {
  await orGone((await aws.ssm()).deleteParameter({ Name: markerName(app, stage) }));
}
