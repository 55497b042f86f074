import type { Command } from 'commander';
import { allowExecFlag, jsonFlag, zonesFlag } from '../config/options.ts';
import type { Declared, Finding } from '../model/declared.ts';
import { examples } from './client-command.ts';
import { CommandFailure } from './failure.ts';
import { type Io, printJson } from './io.ts';
import { count } from './words.ts';

interface CheckFlags {
  readonly zones: string;
  readonly allowExec?: boolean;
  readonly json?: boolean;
}

/** `meridian check`: reads the zones as a server would, and tells every mistake. */
export function addCheck(program: Command, io: Io): void {
  program
    .command('check')
    .description('read the zones as the server would, and print every mistake; no server is needed')
    .argument('[dir]', 'directory of the zone files (default: that of --zones)')
    .addOption(zonesFlag())
    .addOption(allowExecFlag())
    .addOption(jsonFlag())
    .addHelpText('after', examples('check', 'check /etc/meridian --json'))
    .action(async (directory: string | undefined, { zones, allowExec, json }: CheckFlags) => {
      const { loadZones } = await import('../config/load.ts');
      const { presentFinding } = await import('../config/present.ts');
      const { declared, findings } = loadZones(directory ?? zones, { exec: allowExec ? 'allow' : 'warn' });
      if (json) printJson(io, { ok: declared !== undefined, zones: [...(declared?.zones.keys() ?? [])], findings });
      else io.out([...findings.map(presentFinding), summary(declared, findings)].join('\n'));
      if (!declared) throw new CommandFailure('');
    });
}

function summary(declared: Declared | undefined, findings: readonly Finding[]): string {
  const of = (severity: Finding['severity']) => findings.filter(finding => finding.severity === severity).length;
  const warnings = of('warning') > 0 ? `, ${count(of('warning'), 'warning')}` : '';
  if (!declared) return `${count(of('error'), 'error')}${warnings}`;
  const zones = [...declared.zones.values()];
  const steered = zones.reduce((sum, zone) => sum + (zone.steering?.records.length ?? 0), 0);
  return `ok: ${count(zones.length, 'zone')}, ${count(steered, 'steered record')}${warnings}`;
}
