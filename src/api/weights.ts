import { answerChange, releasing, setting, weightIntent } from './change.ts';
import { endpointAnswer, weightChange } from './contract.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { endpointAt } from './target.ts';
import { sceneryOf } from './view.ts';

/** The weight of an endpoint: set at run time, and given back to what the file says. */
export function weightRoutes({ operations, clock }: ApiContext): Route[] {
  return [
    route({
      method: 'PATCH',
      url: '/zones/{zone}/pools/{pool}/endpoints/{endpoint}',
      summary: 'Change the weight of an endpoint',
      body: weightChange,
      answer: endpointAnswer,
      handle({ params, body, author }) {
        const { target } = endpointAt(operations.snapshot(), params);
        const change = setting(weightIntent(body, { target, author, nowMs: clock.now() }));
        return answerChange(operations, change, () => endpointAt(operations.snapshot(), params).view());
      },
    }),
    route({
      method: 'DELETE',
      url: '/zones/{zone}/pools/{pool}/endpoints/{endpoint}/weight',
      summary: "Release the weight of an endpoint: the file's own holds again",
      answer: endpointAnswer,
      handle({ params }) {
        const snapshot = operations.snapshot();
        const { target } = endpointAt(snapshot, params);
        const change = releasing(sceneryOf(snapshot), 'weight', target);
        return answerChange(operations, change, () => endpointAt(operations.snapshot(), params).view());
      },
    }),
  ];
}
