import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Resource } from 'sst';
import { stamp } from './note.ts';

/** @throws Error for a bad note, which is then sent to the dead-letter queue. */
export async function handler(event: { Records: { body: string }[] }): Promise<void> {
  for (const { body } of event.Records) {
    const { id, isBad } = JSON.parse(body);
    if (isBad) throw new Error(`the note ${id} is bad`);
    await stamp(id, 'queue');
    await new S3Client().send(
      new PutObjectCommand({ Bucket: Resource.Files.name, Key: `notes/${id}`, Body: body }),
    );
  }
}
