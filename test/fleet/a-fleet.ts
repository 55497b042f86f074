import { createParser } from 'eventsource-parser';
import { onTestFinished } from 'vitest';
import type { Greeting, Report, WireObservation } from '../../src/fleet/contract.ts';
import { createFleet, type Fleet, type FleetOptions } from '../../src/fleet/fleet.ts';
import type { FleetEvent } from '../../src/fleet/fleet-event.ts';
import type { OpenedStream } from '../../src/fleet/open-stream.ts';
import type { StreamSink } from '../../src/fleet/session.ts';
import { Standstill } from '../../src/lib/standstill.ts';
import type { Observation, Probe, Slot, VantageFacts } from '../../src/model/health.ts';
import type { ControlResult } from '../../src/model/vantage.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { probeTarget } from '../support/probe-target.ts';

export const A = probeTarget('a');
export const B = probeTarget('b');

/** A fleet on a clock that stands still, with all that it tells. It ends with the test. */
export function aFleet(probes: readonly Probe[] = [A, B], remembered: FleetOptions['remembered'] = []) {
  const clock = fakeClock();
  const standstill = new Standstill(clock);
  const observations: Observation[] = [];
  const facts: (readonly VantageFacts[])[] = [];
  const events: FleetEvent[] = [];
  /** Which of the two was told of when. */
  const order: ('facts' | 'observation')[] = [];
  const fleet = createFleet({
    clock,
    standstill,
    version: '0.1.0',
    remembered,
    onObservation(observation) {
      observations.push(observation);
      order.push('observation');
    },
    onVantages(all) {
      facts.push(all);
      order.push('facts');
    },
    onEvent: event => events.push(event),
  });
  onTestFinished(() => fleet[Symbol.dispose]());
  fleet.assign(probes);
  return {
    clock,
    events,
    facts,
    fleet,
    observations,
    order,
    standstill,
    agent: (name: string, more: AgentFacts = {}) => agentOf(fleet, name, more),
  };
}

interface AgentFacts extends Partial<Greeting> {
  readonly remote?: string;
  readonly token?: string;
}

interface Received {
  readonly event: string;
  readonly data: unknown;
}

/** An agent that reads what it is sent. */
function agentOf(fleet: Fleet, name: string, { remote = '192.0.2.1', token, ...greeting }: AgentFacts) {
  const received: Received[] = [];
  const sink = readingSink(received);
  const boot = greeting.boot ?? `boot of ${name}`;
  const query = { contract: '1', boot, version: '0.1.0', now_ms: String(Date.UTC(2026, 0, 1)), ...greeting };
  const stream = fleet.open({ vantage: name, query, remote, token, connect: () => sink });
  let sequence = 0;
  return {
    ...sink,
    sink,
    stream,
    /** What came since the last look. */
    received: () => received.splice(0),
    close: () => opened(stream).closed(),
    report: (observations: readonly Partial<WireObservation>[], more: Partial<Report> = {}) =>
      fleet.report(name, aReport({ boot, sequence: ++sequence, observations: observations.map(anObservation), ...more })),
  };
}

/** The stream, which the fleet must have opened. */
export function opened(stream: OpenedStream): Extract<OpenedStream, { kind: 'opened' }> {
  if (stream.kind !== 'opened') throw new Error(`the stream is ${stream.kind}`);
  return stream;
}

interface ReadingSink extends StreamSink {
  waitingBytes: number;
  ended: 'end' | 'cut' | undefined;
}

function readingSink(received: Received[]): ReadingSink {
  const decoder = new TextDecoder();
  const parser = createParser({ onEvent: ({ event, data }) => received.push({ event: event!, data: JSON.parse(data) }) });
  const sink: ReadingSink = {
    waitingBytes: 0,
    ended: undefined,
    write: text => text.forEach(piece => void parser.feed(typeof piece === 'string' ? piece : decoder.decode(piece))),
    end: () => {
      sink.ended ??= 'end';
    },
    cut: () => {
      sink.ended ??= 'cut';
    },
  };
  return sink;
}

export function aReport(more: Partial<Record<keyof Report, unknown>> = {}): object {
  return { contract: 1, boot: 'boot', sequence: 1, controls: [], refused: [], observations: [], ...more };
}

export function anObservation(more: Partial<Record<keyof WireObservation, unknown>> = {}): WireObservation {
  return { probe: A.key, ago_ms: 0, ok: true, reason: 'connected', duration_ms: 3, ...more } as WireObservation;
}

/** The vantage of the controller's own process, with what it was asked. */
export function aLocalVantage(fleet: Fleet, name = 'embedded') {
  const asked: { probes: readonly string[]; slot: Slot }[] = [];
  const checked: string[][] = [];
  const rechecked: string[][] = [];
  const controls: ControlResult[] = [];
  const session = fleet.join({
    name,
    region: undefined,
    assign: (probes, slot) => asked.push({ probes: probes.map(({ key }) => key), slot }),
    checkNow: keys => checked.push([...keys]),
    recheck: keys => rechecked.push([...keys]),
    controls: () => [...controls],
  });
  return { asked, checked, rechecked, controls, session };
}
