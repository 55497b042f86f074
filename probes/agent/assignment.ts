import { z } from 'zod';
import { decodeProbe, type RefusedProbe, type WireProbe } from '../../src/fleet/contract.ts';
import type { Probe, Slot } from '../../src/model/health.ts';
import { printable } from '../printable.ts';
import { presentIssues, readCheck } from './check-shape.ts';

/** What an agent is to do, as far as it can. */
export interface ReadAssignment {
  readonly slot: Slot;
  readonly probes: readonly Probe[];
  readonly refused: readonly RefusedProbe[];
}

export const slotShape = z.object({ index: z.int().min(0), of: z.int().min(1) });

const assignmentShape = z.object({ slot: slotShape, probes: z.array(z.looseObject({ key: z.string().min(1) })) });

const milliseconds = z.number().min(10).max(86_400_000);

const probeShape = z.object({
  key: z.string().min(1),
  site: z.string(),
  address: z.object({ family: z.enum(['ipv4', 'ipv6', 'host']), text: z.string() }),
  monitor: z.object({
    intervalMs: milliseconds,
    timeoutMs: milliseconds,
    fall: z.int().min(1),
    confirmMs: milliseconds.exactOptional(),
    check: z.looseObject({ type: z.string() }),
  }),
});

/**
 * Reads an assignment that came as JSON. A probe that this agent cannot do is refused by itself, in a sentence; what is no assignment at
 * all gives a sentence in place of everything.
 */
export function readAssignment(json: unknown, allowExec: boolean): ReadAssignment | string {
  const read = assignmentShape.safeParse(json);
  if (!read.success) return presentIssues(read.error);
  const probes: Probe[] = [];
  const refused: RefusedProbe[] = [];
  for (const each of read.data.probes) {
    const probe = readProbe(each, allowExec);
    if (typeof probe === 'string') refused.push({ probe: each.key, reason: printable(probe) });
    else probes.push(probe);
  }
  return { slot: read.data.slot, probes, refused };
}

function readProbe(given: object, allowExec: boolean): Probe | string {
  const read = probeShape.safeParse(given);
  if (!read.success) return `a probe that this agent does not understand: ${presentIssues(read.error)}`;
  const { monitor, ...rest } = read.data;
  const check = readCheck(monitor.check);
  if (typeof check === 'string') return check;
  if (check.type === 'exec' && !allowExec) return 'programs are not run here: --allow-exec';
  const wire: WireProbe = { ...rest, monitor: { ...monitor, check } };
  return decodeProbe(wire) ?? `the address ${rest.address.text} is not of the family ${rest.address.family}`;
}
