import type { FastifyInstance, FastifyReply } from 'fastify';
import { beginStream, whenGone } from './event-stream-reply.ts';
import type { AgentStream, EventSink, FleetAccess } from './fleet-access.ts';
import { badInput, Problem } from './problem.ts';

type OpenStream = Extract<AgentStream, { kind: 'opened' }>;

interface StreamCall {
  readonly Params: { readonly vantage: string };
  readonly Querystring: Readonly<Record<string, unknown>>;
}

/**
 * `GET /v1/fleet/{vantage}/stream`: what the agent of a vantage is to do, as server-sent events, until either end goes. The server's end
 * does not wait for agents: they are told to come again.
 */
export function mountFleetStream(app: FastifyInstance, fleet: FleetAccess): void {
  const open = new Set<OpenStream>();
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end('the controller ends');
  });
  app.get<StreamCall>('/fleet/:vantage/stream', { exposeHeadRoute: false, config: { role: 'probe' } }, (request, reply) => {
    const { vantage } = request.params;
    const token = request.identity?.token;
    const stream = fleet.open({ vantage, query: request.query, remote: request.ip, token, connect: () => connect(reply) });
    if (stream.kind === 'refused') throw badInput(stream.faults);
    if (stream.kind === 'taken') throw new Problem(409, `vantage ${vantage} is the controller's own; an agent needs another name`);
    open.add(stream);
    whenGone(reply.raw, () => {
      open.delete(stream);
      stream.closed();
    });
  });
}

/** Begins the answer, which does not end by itself. */
function connect(reply: FastifyReply): EventSink {
  const raw = beginStream(reply);
  return {
    get waitingBytes() {
      return raw.writableLength;
    },
    write(text) {
      raw.cork();
      for (const piece of text) raw.write(piece);
      raw.uncork();
    },
    end: () => void raw.end(),
    cut: () => void raw.destroy(),
  };
}
