import { expect, test } from 'vitest';
import type { ExecRule } from '../../src/config/exec-monitors.ts';
import { loadZones } from '../../src/config/load.ts';
import { presentFinding } from '../../src/config/present.ts';
import { zonesDirectory } from '../support/zones-directory.ts';

const MONITORS = `sites: { north: {} }
monitors:
  ssh: { type: exec, command: [/usr/lib/nagios/plugins/check_ssh, "{address}"] }
  web: { type: http }
pools:
  web: { site: north, monitors: { all: [ssh, web] }, endpoints: { a: 192.0.2.7 } }
records:
  www: { steer: web }
`;

test.each<[ExecRule, boolean, string[]]>([
  ['allow', true, []],
  ['warn', true, ['example.com.yaml:3:16: warning: monitors.ssh.type: the server runs programs only with --allow-exec']],
  ['refuse', false, ['example.com.yaml:3:16: monitors.ssh.type: it runs a program, and this server was not started with --allow-exec']],
])('%s: monitors that run programs', async (exec, valid, messages) => {
  await using directory = await zonesDirectory({ 'example.com.yaml': MONITORS });
  const { declared, findings } = loadZones(directory.zones, { exec });
  expect(findings.map(presentFinding)).toEqual(messages);
  expect(declared !== undefined).toBe(valid);
});
