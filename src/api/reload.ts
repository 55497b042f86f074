import { displayName } from '../lib/dns-name.ts';
import { RR_TYPE } from '../lib/rr-type.ts';
import { serialOf } from '../lib/soa.ts';
import type { Changed } from '../model/audit.ts';
import type { Declared, DeclaredZone, Finding } from '../model/declared.ts';
import { reloadAnswer } from './contract.ts';
import { dryRun } from './dry-run.ts';
import { Problem } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';

/** `POST /v1/reload`: reads again what is read at the start. */
export function reloadRoutes({ operations }: ApiContext): Route[] {
  return [
    route({
      method: 'POST',
      url: '/reload',
      summary: 'Read the zones again, and the geographic database if it has changed; with an error in the zones the old ones are served on',
      answer: reloadAnswer,
      async preview() {
        const { declared, findings } = await operations.tryReload();
        refuseErrors(findings);
        return dryRun(operations, changedZones(operations.snapshot().declared, declared!));
      },
      async handle({ recording }) {
        const before = operations.snapshot().generation;
        const findings = await operations.reload();
        refuseErrors(findings);
        const { generation } = operations.snapshot();
        recording.tell([{ kind: 'zones', target: 'all', before: { generation: before }, after: { generation } }]);
        return { generation, findings: [...findings] };
      },
    }),
  ];
}

function refuseErrors(findings: readonly Finding[]): void {
  const errors = findings.filter(finding => finding.severity === 'error').length;
  if (errors === 0) return;
  throw new Problem(422, `the zones have ${errors} error${errors === 1 ? '' : 's'}; the old ones are served on`, { findings });
}

/** The zones that come, go, or have another serial or another number of names. */
function changedZones(before: Declared, after: Declared): Changed[] {
  const names = new Set([...before.zones.keys(), ...after.zones.keys()]);
  return [...names].flatMap(name => {
    const [was, is] = [before, after].map(({ zones }) => factsOf(zones.get(name)));
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ kind: 'zone', target: displayName(name), before: was!, after: is! }];
  });
}

function factsOf(zone: DeclaredZone | undefined): Changed['after'] {
  if (!zone) return null;
  const { nodes, steering } = zone;
  const soa = nodes.get(zone.name)?.sets.get(RR_TYPE.SOA)?.rdata[0];
  const endpoints = [...(steering?.pools.values() ?? [])].reduce((sum, pool) => sum + pool.endpoints.length, 0);
  return { serial: soa ? serialOf(soa) : null, names: nodes.size, steered_records: steering?.records.length ?? 0, endpoints };
}
