import type { FastifyInstance } from 'fastify';
import type { FleetAccess } from './fleet-access.ts';
import { badInput, Problem } from './problem.ts';

interface ReportCall {
  readonly Params: { readonly vantage: string };
}

/** `POST /v1/fleet/{vantage}/reports`: what the agent of a vantage has observed. */
export function mountFleetReports(app: FastifyInstance, fleet: FleetAccess): void {
  const options = {
    bodyLimit: fleet.maxReportBytes,
    config: { role: 'probe', routine: true },
    errorHandler(error: Error): never {
      throw (error as { statusCode?: unknown }).statusCode === 413 ? tooLong(fleet) : error;
    },
  } as const;
  app.post<ReportCall>('/fleet/:vantage/reports', options, (request, reply) => {
    const { vantage } = request.params;
    const outcome = fleet.report(vantage, request.body);
    switch (outcome.kind) {
      case 'taken':
        return reply.send(outcome.answer);
      case 'malformed':
        throw badInput(outcome.faults);
      case 'unknown':
        throw new Problem(503, `vantage ${vantage} is not known here; its agent opens its stream first, and then reports again`, {
          headers: { 'retry-after': '1' },
        });
    }
  });
}

function tooLong({ maxReportBytes }: FleetAccess): Problem {
  return new Problem(413, `the report is longer than ${maxReportBytes / 1024 / 1024} MiB`);
}
