import { z } from 'zod';
import { FLEET_CONTRACT } from '../../src/fleet/contract.ts';
import type { Slot } from '../../src/model/health.ts';
import { printable } from '../printable.ts';
import { slotShape } from './assignment.ts';
import { presentIssues } from './check-shape.ts';

/** An event of the controller's stream, looked at; an assignment is still to be read. */
export type ReadEvent =
  | { readonly kind: 'hello'; readonly version: string; readonly gridMs: number }
  /** The controller speaks another contract than this agent; why they cannot work together, and who is to be upgraded. */
  | { readonly kind: 'foreign'; readonly reason: string }
  | { readonly kind: 'assign'; readonly json: unknown; readonly text: string }
  | { readonly kind: 'slot'; readonly slot: Slot }
  | { readonly kind: 'check'; readonly probes: readonly string[]; readonly again: boolean }
  | { readonly kind: 'time'; readonly gridMs: number }
  | { readonly kind: 'end'; readonly reason: string; readonly again: boolean }
  /** Of a later version of the contract: nothing that this agent must obey. */
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'malformed'; readonly name: string; readonly problem: string };

const gridShape = z.object({ grid_ms: z.number() });
const contractShape = z.object({ contract: z.int() });
const versionShape = z.object({ version: z.string() });
const checkShape = z.object({ probes: z.array(z.string()), again: z.boolean().default(false) });
const endShape = z.object({ reason: z.string(), again: z.boolean() });

type Reader = (json: unknown, text: string) => ReadEvent;

const READERS: Readonly<Record<string, Reader>> = {
  hello: readHello,
  assign: (json, text) => ({ kind: 'assign', json, text }),
  slot: json => ({ kind: 'slot', slot: slotShape.parse(json) }),
  check: json => ({ kind: 'check', ...checkShape.parse(json) }),
  time: json => ({ kind: 'time', gridMs: gridShape.parse(json).grid_ms }),
  end: json => {
    const { reason, again } = endShape.parse(json);
    return { kind: 'end', reason: printable(reason), again };
  },
};

/** Reads one event by its name and its data. */
export function readEvent(name: string, data: string): ReadEvent {
  if (!Object.hasOwn(READERS, name)) return { kind: 'unknown', name: printable(name) };
  try {
    return READERS[name]!(JSON.parse(data), data);
  } catch (error) {
    if (error instanceof z.ZodError) return { kind: 'malformed', name, problem: printable(presentIssues(error)) };
    if (error instanceof SyntaxError) return { kind: 'malformed', name, problem: 'its data is not JSON' };
    throw error;
  }
}

/** Of another contract nothing but its number is looked at: the rest may mean anything. */
function readHello(json: unknown): ReadEvent {
  const { contract } = contractShape.parse(json);
  if (contract !== FLEET_CONTRACT) return { kind: 'foreign', reason: foreignContract(contract) };
  return { kind: 'hello', version: printable(versionShape.parse(json).version), gridMs: gridShape.parse(json).grid_ms };
}

function foreignContract(theirs: number): string {
  const older = theirs > FLEET_CONTRACT ? 'this agent is the older one: upgrade it' : 'the controller is the older one: upgrade it';
  return `the controller speaks fleet contract ${theirs}, this agent ${FLEET_CONTRACT}; ${older}`;
}
