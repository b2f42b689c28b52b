import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../../paths.ts';
import { deployedResources } from '../../support/deployed-state.ts';
import { EXCEPTIONS } from '../../support/grants/exceptions.ts';
import { type Grant, grantsOf } from '../../support/grants/grants.ts';
import { pageWith, type Row, rowsIn, rowsOf } from '../../support/grants/page.ts';
import { endToEndFiles, testFiles } from '../../support/grants/test-files.ts';
import { unused } from '../../support/grants/unused.ts';
import { filesOf, readUses, type Use, usesOf } from '../../support/grants/uses.ts';
import { permissionsFile } from '../../support/sent-requests.ts';
import { STAGE } from '../../support/stage.ts';

const page = inRoot('docs', 'grants.md');
const ran = testFiles();
const missing = endToEndFiles().filter((file) => !ran.some((one) => one.file === file));

/** An engine that the user has started keeps no record. */
const isRecorded = !process.env.AWS_ENDPOINT_URL;

/** It is among the last files: what all others have caused is in the engine's record. Some files alone prove nothing. */
describe.skipIf(missing.length > 0 || !isRecorded)(
  'the grants of all roles, when every end to end test has run',
  () => {
    let uses: Map<Grant, Use[]>;
    let rows: Row[];

    beforeAll(async () => {
      const prefix = `shop-${STAGE}-`;
      const grants = grantsOf(await deployedResources(), prefix);
      uses = usesOf(grants, readUses(permissionsFile('e2e')));
      rows = rowsOf(grants, prefix, (grant) => filesOf(uses.get(grant)!, ran));
      if (process.env.UPDATE_DOCS) writeFileSync(page, pageWith(readFileSync(page, 'utf8'), rows));
    });

    it('are used, each, by some test', () => {
      expect(uses.size).toBeGreaterThan(300);
      expect(unused(uses, EXCEPTIONS)).toEqual([]);
    });

    it('are in docs/grants.md (UPDATE_DOCS=1 npm test -- e2e writes it), with test files that there are', () => {
      const written = rowsIn(readFileSync(page, 'utf8'));
      const granted = (all: Row[]) => all.map(({ of, may }) => `${of}: ${may}`);
      expect(granted(written)).toEqual(granted(rows));
      const files = new Set(written.flatMap(({ shownBy }) => shownBy));
      expect([...files].filter((file) => !existsSync(inRoot('tests', 'e2e', `${file}.test.ts`)))).toEqual([]);
    });
  },
);
