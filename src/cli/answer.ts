import type { z } from 'zod';
import { type EndpointAnswer, endpointAnswer, type PoolAnswer, poolAnswer, type SiteAnswer, siteAnswer } from '../api/contract.ts';
import type { Target } from './target.ts';
import { presentCounts } from './words.ts';

export type ChangeAnswer = EndpointAnswer | PoolAnswer | SiteAnswer;

/** What the API answers for a target. */
export function answerSchema(target: Target): z.ZodType<ChangeAnswer> {
  return { endpoint: endpointAnswer, pool: poolAnswer, site: siteAnswer }[target.kind];
}

/** How a target stands after a change, in one line. */
export function presentAnswer(target: Target, answer: ChangeAnswer): string {
  return `${target.text}: ${presentState(answer)}; generation ${answer.generation}`;
}

function presentState(answer: ChangeAnswer): string {
  if ('address' in answer) {
    const { declared, measured, effective } = answer;
    const weight =
      effective.weight === declared.weight ? `weight ${effective.weight}` : `weight ${effective.weight} (file ${declared.weight})`;
    return `${weight}, measured ${measured.verdict}, effective ${effective.state}`;
  }
  return `endpoints measured ${presentCounts(answer.measured.endpoints)}, effective ${presentCounts(answer.effective.endpoints)}`;
}
