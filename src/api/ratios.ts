import { answerChange, releasing, setting } from './change.ts';
import { recordView } from './contract.ts';
import { previewChange } from './dry-run.ts';
import type { IntentChange } from './operations.ts';
import { ratioChange, ratioQuery } from './ratio-contract.ts';
import { type RatioCall, readRatio } from './ratio-question.ts';
import { recordAt } from './record-at.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { sceneryOf } from './view.ts';

const WEIGHTS = '/zones/{zone}/records/{name}/weights';

interface RecordPath {
  readonly zone: string;
  readonly name: string;
}

/** The ratio of a steered record: weights laid over its tree at run time, all at once, and given back to what the file says. */
export function ratioRoutes({ operations, clock }: ApiContext): Route[] {
  const view = (path: RecordPath) => () => recordAt(operations.snapshot(), path).view();
  const laying = ({ params, ...call }: RatioCall & { readonly params: RecordPath }): IntentChange => {
    const { target, steer } = recordAt(operations.snapshot(), params).steered();
    return setting(readRatio(call, { target, steer, nowMs: clock.now() }));
  };
  const ending = ({ params, author }: { readonly params: RecordPath; readonly author: string }): IntentChange => {
    const snapshot = operations.snapshot();
    return { ...releasing(sceneryOf(snapshot), 'ratio', recordAt(snapshot, params).target), author };
  };
  return [
    route({
      method: 'PATCH',
      url: WEIGHTS,
      summary: 'Shift the ratio of a record: weights of branches of one weighted node of its tree, all at once',
      body: ratioChange,
      query: ratioQuery,
      answer: recordView,
      current: params => ({ ...view(params)(), generation: operations.snapshot().generation }),
      preview: call => previewChange(operations, laying(call)),
      handle: call => answerChange(operations, laying(call), view(call.params), call.recording),
    }),
    route({
      method: 'DELETE',
      url: WEIGHTS,
      summary: "Release the ratio of a record: the file's own holds again",
      answer: recordView,
      current: params => ({ ...view(params)(), generation: operations.snapshot().generation }),
      preview: call => previewChange(operations, ending(call)),
      handle: call => answerChange(operations, ending(call), view(call.params), call.recording),
    }),
  ];
}
