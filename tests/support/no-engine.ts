import { mkdirSync } from 'node:fs';
import { inLocal } from '../../paths.ts';

/** Unit tests use no engine: they say the same whichever one the shell names. */
for (const name of ['ENGINE', 'ENGINE_PORT', 'AWS_ENDPOINT_URL']) delete process.env[name];

/** The path of a developer's folder may have blanks and letters beyond ASCII: so do those of the tests' own files. */
process.env.TMPDIR = inLocal('test', 'unit tests, ä');
mkdirSync(process.env.TMPDIR, { recursive: true });
