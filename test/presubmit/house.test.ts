import { expect, test } from 'vitest';
import { documentLinks, expectedFiles, fileLengths, fileNames } from './file-rules.ts';
import { importDirections } from './import-rules.ts';
import { metricNames } from './metric-rules.ts';
import { completeLock, declaredImports, lockFile, nodeVersions, usedDependencies } from './package-rules.ts';
import { type HouseRule, readSourceTree, showViolation } from './source-tree.ts';
import { forbiddenText } from './text-rules.ts';

const RULES: Readonly<Record<string, HouseRule>> = {
  'everybody imports only whom the order of the house allows': importDirections,
  'nothing forbidden is written': forbiddenText,
  'metrics are named by convention': metricNames,
  'files are named by what they are': fileNames,
  'files are short': fileLengths,
  'the files that people look for exist': expectedFiles,
  'every page is linked and every link leads somewhere': documentLinks,
  'every dependency is used': usedDependencies,
  'what runs imports no dev dependency': declaredImports,
  '.nvmrc and engines agree': nodeVersions,
  'the lock file names no registry': lockFile,
  'the lock file is complete': completeLock,
};

const house = readSourceTree(new URL('../..', import.meta.url).pathname);

test.each(Object.entries(RULES))('%s', (_, rule) => {
  expect(rule(house).map(showViolation).join('\n')).toBe('');
});
