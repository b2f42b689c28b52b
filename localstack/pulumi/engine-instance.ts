import { randomUUID } from 'node:crypto';
import type { Aws } from './providers/aws.ts';
import { orGone } from './providers/kind.ts';

/**
 * The name of the parameter in the engine that identifies it. SSM refuses names that begin with `aws` or `ssm`, and an app may
 * have such a name: so a word comes before it
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html).
 */
export const markerName = (app: string, stage: string): string =>
  /^(aws|ssm)/i.test(app) ? `/engine-instance/${app}/${stage}` : `/${app}/${stage}/engine-instance`;

/**
 * Finds out whether the engine is still the one that the saved resources were deployed to. An engine that was started anew has no
 * marker, and another one has a different marker: in both cases none of the saved resources exist.
 *
 * @returns the instance's id, and whether it differs from the known one.
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

/** Deletes the marker, when the last of the stage's resources was deleted. */
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
