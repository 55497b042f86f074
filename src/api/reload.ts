import { reloadAnswer } from './contract.ts';
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
      async handle({ recording }) {
        const before = operations.snapshot().generation;
        const findings = await operations.reload();
        const errors = findings.filter(finding => finding.severity === 'error').length;
        if (errors > 0)
          throw new Problem(422, `the zones have ${errors} error${errors === 1 ? '' : 's'}; the old ones are served on`, { findings });
        const { generation } = operations.snapshot();
        recording.tell([{ kind: 'zones', target: 'all', before: { generation: before }, after: { generation } }]);
        return { generation, findings: [...findings] };
      },
    }),
  ];
}
