import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createParser } from 'eventsource-parser';
import { onTestFinished } from 'vitest';
import { createFleet } from '../../src/fleet/fleet.ts';
import type { FleetEvent } from '../../src/fleet/fleet-event.ts';
import { Standstill } from '../../src/lib/standstill.ts';
import type { Observation, Probe } from '../../src/model/health.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { probeTarget } from '../support/probe-target.ts';
import { sampleDeclared } from './sample.ts';
import { serveApi } from './serving.ts';

/** A real API over a real fleet, which is asked to probe. Both end with the test; `clock` is the fleet's. */
export async function serveFleet(probes: readonly Probe[] = [probeTarget('a')]) {
  const clock = fakeClock();
  const observations: Observation[] = [];
  const events: FleetEvent[] = [];
  const fleet = createFleet({
    clock,
    standstill: new Standstill(clock),
    version: '0.1.0',
    onObservation: observation => observations.push(observation),
    onVantages: () => {},
    onEvent: event => events.push(event),
  });
  fleet.assign(probes);
  const served = await serveApi(sampleDeclared(), { fleet });
  onTestFinished(() => fleet[Symbol.dispose]());
  /** Opens the stream of a vantage with a token of its own. */
  const listen = (vantage: string, query = '') =>
    openStream(`${served.url}/v1/fleet/${vantage}/stream?${GREETING}&now_ms=${clock.now()}${query}`, served.as('probe', vantage));
  return { ...served, clock, events, fleet, listen, observations };
}

export const GREETING = 'contract=1&boot=b&version=0.1.0';

interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

/** A client that reads server-sent events as they come. */
async function openStream(url: string, headers: Record<string, string>) {
  const asked = request(url, { headers }).end();
  asked.on('error', () => {});
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const waiting: StreamEvent[] = [];
  const parser = createParser({ onEvent: ({ event, data }) => waiting.push({ event: event ?? '', data: JSON.parse(data) }) });
  response.setEncoding('utf8').on('data', piece => parser.feed(piece));
  response.on('error', () => {});
  const closed = once(response, 'close');
  onTestFinished(() => void asked.destroy());
  return {
    response,
    closed,
    /** The next event, as soon as it is there. */
    async next(): Promise<StreamEvent> {
      while (waiting.length === 0)
        await Promise.race([once(response, 'data'), closed.then(() => Promise.reject(new Error('the stream ended')))]);
      return waiting.shift()!;
    },
    leave: () => asked.destroy(),
  };
}
