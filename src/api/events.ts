import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../lib/clock.ts';
import type { EventAccess, EventStreamSink, OpenedEventStream } from './event-access.ts';
import { type EventsQuery, eventsQuery } from './event-contract.ts';
import { filterOf } from './event-query.ts';
import { beginStream, whenGone } from './event-stream-reply.ts';
import { readInput } from './input.ts';
import { badInput, Problem } from './problem.ts';

/**
 * `GET /v1/events`: what changes, as server-sent events, until either end goes. A client that lost its connection comes again with the
 * `Last-Event-ID` that it has, and misses nothing that history has. The server's end does not wait for clients.
 */
export function mountEvents(app: FastifyInstance, events: EventAccess, clock: Clock): void {
  const open = new Set<OpenedEventStream>();
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end('the server ends');
  });
  app.get('/events', { exposeHeadRoute: false, config: { role: 'viewer', reach: 'query' } }, (request, reply) => {
    const query = readInput<EventsQuery>(eventsQuery, request.query, { whole: 'query', nowMs: clock.now() });
    const filter = filterOf(query);
    const after = lastSeen(request, query);
    const token = request.identity?.token;
    const isGood = () => token === undefined || events.isGood(token);
    const sink = new LateSink(reply, clock);
    const stream = events.open({ filter, after, sink, isGood });
    if (stream === undefined) throw new Problem(503, 'too many clients read events already', { headers: { 'retry-after': '10' } });
    open.add(stream);
    whenGone(reply.raw, () => {
      open.delete(stream);
      stream.closed();
    });
  });
}

/** How `GET /v1/events` is described: its answer is not one of JSON. */
export function describeEvents(): object {
  const { properties = {} } = z.toJSONSchema(eventsQuery, { io: 'input' });
  const parameters = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
  const lastSeenHeader = { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } };
  const described = 'Events as they come, each with its id, its kind as the event type and an `Event` as its data.';
  return {
    get: {
      summary: 'What changes, as it changes: server-sent events, resumed with Last-Event-ID',
      operationId: 'getEvents',
      security: [{ token: ['viewer'] }],
      parameters: [...parameters, lastSeenHeader],
      responses: {
        200: { description: described, content: { 'text/event-stream': { schema: { $ref: '#/components/schemas/Event' } } } },
        default: {
          description: 'Not answered; `detail` says why.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

/** Throws a 400 where it is no id. */
function lastSeen({ headers }: FastifyRequest, { after }: EventsQuery): number | undefined {
  const header = headers['last-event-id'];
  if (header === undefined || header === '') return after === undefined ? undefined : Number(after);
  if (typeof header === 'string' && /^\d{1,16}$/.test(header)) return Number(header);
  throw badInput([{ field: 'Last-Event-ID', message: 'expected the id of an event' }]);
}

/** Begins the answer with the first write: until then the call can still be refused. */
class LateSink implements EventStreamSink {
  readonly #reply: FastifyReply;
  readonly #clock: Pick<Clock, 'after'>;
  #begun = false;

  constructor(reply: FastifyReply, clock: Pick<Clock, 'after'>) {
    this.#reply = reply;
    this.#clock = clock;
  }

  get isFull(): boolean {
    return this.#reply.raw.writableNeedDrain;
  }

  get waitingBytes(): number {
    return this.#reply.raw.writableLength;
  }

  write(text: Uint8Array | string): void {
    if (!this.#begun) beginStream(this.#reply);
    this.#begun = true;
    this.#reply.raw.write(text);
  }

  whenTaken(run: () => void): void {
    if (this.isFull) this.#reply.raw.once('drain', run);
    else this.#clock.after(0, run);
  }

  end(): void {
    this.#reply.raw.end();
  }

  cut(): void {
    this.#reply.raw.destroy();
  }
}
