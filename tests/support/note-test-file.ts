import { relative } from 'node:path';
import { expect } from 'vitest';
import { root } from '../../paths.ts';
import { noteTestFile } from './grants/test-files.ts';

/** The last files of tests say which file used what. */
noteTestFile(relative(root, expect.getState().testPath ?? ''));
