import { existsSync, writeFileSync } from 'node:fs';

const marker = `${process.env.TMPDIR}/was-here`;
if (!existsSync(marker)) {
  writeFileSync(marker, '');
  await new Promise(() => setInterval(() => {}, 1000));
}
export const handler = async () => 'second init';
