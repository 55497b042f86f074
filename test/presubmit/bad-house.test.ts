import { describe, expect, test } from 'vitest';
import { documentLinks, expectedFiles, fileLengths, fileNames } from './file-rules.ts';
import { importDirections } from './import-rules.ts';
import { metricNames } from './metric-rules.ts';
import { completeLock, declaredImports, lockFile, nodeVersions, usedDependencies } from './package-rules.ts';
import { type HouseRule, showViolation } from './source-tree.ts';
import { forbiddenText } from './text-rules.ts';

/** Each rule is shown to bite: the violations that it finds in a small tree of bad files. */
function found(rule: HouseRule, files: Readonly<Record<string, string>>): readonly string[] {
  return rule(new Map(Object.entries(files))).map(showViolation);
}

describe('importDirections', () => {
  test.each([
    ['src/model/zone.ts', "import { open } from 'node:fs';"],
    ['src/model/zone.ts', "import type { Clock } from '../lib/clock.ts';"],
    ['src/lib/clock.ts', "import { name } from '../model/zone.ts';"],
    ['src/lib/clock.ts', "import type { Table } from '../answer/table.ts';"],
    ['src/zone/parse.ts', "import { load } from '../config/load.ts';"],
    ['src/geo/table.ts', "import type { Tree } from '../steering/tree.ts';"],
    ['src/health/state.ts', "import { open } from '../store/open.ts';"],
    ['src/steering/geo.ts', "import { locate } from '../geo/locate.ts';"],
    ['src/store/open.ts', "import { config } from '../config/environment.ts';"],
    ['src/config/load.ts', "import { steer } from '../steering/steer.ts';"],
    ['src/answer/compile.ts', "import { state } from '../health/state.ts';"],
    ['src/control/loop.ts', "import { open } from '../store/open.ts';"],
    ['src/control/loop.ts', "import type { Operations } from '../api/operations.ts';"],
    ['src/responder/udp.ts', "import { compile } from '../answer/compile.ts';"],
    ['src/responder/udp.ts', "import type { Verdict } from '../health/state.ts';"],
    ['src/responder/udp.ts', "new Worker(new URL('../control/worker.ts', import.meta.url));"],
    ['src/fleet/intake.ts', "import { judge } from '../health/state.ts';"],
    ['src/cloud/plan.ts', "import { compile } from '../answer/compile.ts';"],
    ['src/api/server.ts', "import { loop } from '../control/loop.ts';"],
    ['src/cli/status.ts', "import type { Operations } from '../api/operations.ts';"],
    ['src/cli/status.ts', "const { server } = await import('../api/server.ts');"],
    ['src/cli/serve.ts', "import { run } from '../../probes/run.ts';"],
    ['src/stand-ins/site.ts', "import { load } from '../config/load.ts';"],
    ['src/main.ts', "import { serve } from './serve.ts';"],
    ['src/serving/load.ts', "import { startProbes } from '../../probes/scheduler.ts';"],
    ['src/control/loop.ts', "import { load } from '../serving/load.ts';"],
    ['src/extra/thing.ts', 'export const thing = 1;'],
    ['src/control/loop.ts', "import { clock } from '../../test/support/fake-clock.ts';"],
    ['src/control/loop.ts', 'const loaded = await import(name);'],
    ['probes/run.ts', "import { intake } from '../src/fleet/intake.ts';"],
  ])('%s may not: %s', (file, text) => {
    expect(found(importDirections, { [file]: `\n${text}\n` })).toHaveLength(1);
  });

  test.each([
    ['src/model/zone.ts', "import type { Site } from './steering.ts';"],
    ['src/lib/clock.ts', "import type { Name } from '../model/zone.ts';"],
    ['src/config/load.ts', "import { parse } from '../zone/parse.ts';"],
    ['src/fleet/intake.ts', "import type { Verdict } from '../health/state.ts';"],
    ['src/responder/udp.ts', "import type { AnswerSource } from '../answer/source.ts';"],
    ['src/cli/status.ts', "import type { Status } from '../api/contract.ts';"],
    ['src/cli/serve.ts', "const { serve } = await import('../serve.ts');"],
    ['src/serve.ts', "import { run } from '../probes/run.ts';"],
    ['probes/run.ts', "import { systemClock } from '../src/lib/clock.ts';"],
  ])('%s may: %s', (file, text) => {
    expect(found(importDirections, { [file]: text })).toEqual([]);
  });

  test('the message names file, line, import and rule', () => {
    const text = "import { a } from './a.ts';\nimport { open } from '../store/open.ts';\n";
    expect(found(importDirections, { 'src/answer/compile.ts': text })).toEqual([
      'src/answer/compile.ts:2: imports ../store/open.ts: src/answer may import only ' +
        'src/steering, src/geo, src/ttl, src/zone, src/model, src/lib',
    ]);
  });
});

describe('forbiddenText', () => {
  const machine = ['', 'work', 'main'].join('/');
  test.each([
    ['src/api/server.ts', 'const port = process.env.PORT;'],
    ['src/api/server.ts', "import { env } from 'node:process';"],
    ['src/control/loop.ts', 'const now = Date.now();'],
    ['src/health/state.ts', 'setTimeout(tick, 5);'],
    ['src/health/state.ts', "import { scheduler } from 'node:timers/promises';"],
    ['src/ttl/solve.ts', 'setInterval(tick, 5);'],
    ['src/steering/weighted.ts', 'const chance = Math.random();'],
    ['src/store/open.ts', "console.log('open');"],
    ['src/store/open.ts', '// TODO: close'],
    ['docs/zones.md', 'FIXME'],
    ['test/zone/parse.test.ts', "it.skip('parses', parse);"],
    ['test/zone/parse.test.ts', "describe.only('parses', parse);"],
    ['src/api/server.ts', 'const body = request.body as any;'],
    ['src/api/server.ts', '// @ts-ignore'],
    ['docs/operating.md', `cd ${machine}`],
    ['package-lock.json', `"https://${['registry', 'example', 'org'].join('.')}/node"`],
  ])('%s: %s', (file, text) => {
    expect(found(forbiddenText, { [file]: text })).toHaveLength(1);
  });

  test('is not taken in by comments and literals where code is meant', () => {
    const text = "// never Date.now()\nconst hint = 'not Math.random';\n";
    expect(found(forbiddenText, { 'src/control/loop.ts': text })).toEqual([]);
  });
});

describe('metricNames', () => {
  test.each([
    "const a = 'meridian_Queries';",
    "const b = 'meridian_probe_ms';",
    "const c = 'meridian_seconds_of_uptime';",
    "const d = { name: 'meridian_queries', help: 'x', type: 'counter' };",
    "const e = { name: 'meridian_queries_total', help: 'x', type: 'gauge' };",
    "counter('meridian_queries', 'x');",
  ])('%s', text => {
    expect(found(metricNames, { 'src/api/metrics.ts': text })).toHaveLength(1);
  });

  test('good names pass', () => {
    const text =
      "gauge('meridian_uptime_seconds'); counter('meridian_sent_bytes_total'); const a = { name: 'meridian_zones', type: 'gauge' };";
    expect(found(metricNames, { 'src/api/metrics.ts': text })).toEqual([]);
  });
});

describe('files', () => {
  test.each([
    'src/zone/zoneTree.ts',
    'src/zone/zone_tree.ts',
    'src/Zone/tree.ts',
    'src/zone/utils.ts',
    'src/common/tree.ts',
    'test/api-helpers.ts',
  ])('%s is no name', file => {
    expect(found(fileNames, { [file]: '' })).toHaveLength(1);
  });

  test('good names pass', () => {
    expect(found(fileNames, { 'src/zone/zone-tree.ts': '', 'test/contract/check.contract.test.ts': '' })).toEqual([]);
  });

  test('a file of 301 lines is too long', () => {
    expect(found(fileLengths, { 'src/a.ts': 'x\n'.repeat(301), 'src/b.ts': 'x\n'.repeat(300) })).toEqual([
      'src/a.ts: 301 lines: at most 300 lines; two things live in it',
    ]);
  });

  test('what everybody looks for must be there', () => {
    expect(found(expectedFiles, { LICENSE: ' ' })).toContain('LICENSE: missing or empty: every project has one');
  });

  test('pages that nothing links to, and links that lead nowhere', () => {
    const tree = {
      'README.md': '[a](docs/a.md) [b](docs/b.md#x) [c](https://example.com)',
      'docs/a.md': '[README](../README.md)',
      'docs/d.md': '',
    };
    expect(found(documentLinks, tree)).toEqual([
      'README.md:1: docs/b.md: a link leads somewhere',
      'docs/d.md: not linked: README.md or docs/README.md names every page',
    ]);
  });
});

describe('packages', () => {
  test('a dependency that nothing imports', () => {
    const manifest = {
      dependencies: { fastify: '5', zod: '4', yaml: '2' },
      devDependencies: { vitest: '5', typescript: '7', '@types/zod': '4' },
    };
    const tree = {
      'package.json': JSON.stringify(manifest),
      'src/a.ts': "import 'fastify/x'; // import 'zod'",
      'test/b.ts': "import 'yaml';",
    };
    expect(found(usedDependencies, tree).map(line => line.split(': ')[1])).toEqual([
      'zod is not used',
      'yaml is not used',
      'vitest is not used',
      'typescript is not used',
    ]);
  });

  test('a dev dependency that the program imports', () => {
    const tree = {
      'package.json': '{"dependencies":{"fastify":"5"},"devDependencies":{"dns2":"3"}}',
      'src/api/server.ts': "import { fastify } from 'fastify';\nimport { Packet } from 'dns2';\nimport { open } from 'node:fs';",
    };
    expect(found(declaredImports, tree)).toEqual([
      'src/api/server.ts:2: imports dns2: what runs stands in dependencies, not devDependencies',
    ]);
  });

  test('two different Nodes', () => {
    expect(found(nodeVersions, { 'package.json': '{"engines":{"node":">=24"}}', '.nvmrc': '22\n' })).toHaveLength(1);
    expect(found(nodeVersions, { 'package.json': '{"engines":{"node":">=24"}}', '.nvmrc': '24\n' })).toEqual([]);
  });

  test('an optional package that the lock file leaves out', () => {
    const packages = { 'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-windows': '1' } }, 'node_modules/a-linux': {} };
    expect(found(completeLock, { 'package-lock.json': JSON.stringify({ packages }) })).toEqual([
      'package-lock.json: a-windows of node_modules/a: npm ci needs every optional package',
    ]);
  });

  test('download addresses in the lock file', () => {
    expect(found(lockFile, { 'package-lock.json': '{\n  "resolved": "https://example.org/a.tgz"\n}' })).toHaveLength(1);
  });
});
