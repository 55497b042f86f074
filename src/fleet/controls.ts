import type { ControlResult } from '../model/vantage.ts';
import { isCutOff } from './contract.ts';

/** Why a vantage has no say by its control targets: more than half of them fail. Undefined where it has, or where it has none. */
export function cutOffReason(controls: readonly ControlResult[]): string | undefined {
  if (!isCutOff(controls)) return undefined;
  const failing = controls.filter(({ ok }) => !ok);
  const [first] = failing;
  return `${failing.length} of ${controls.length} control targets fail: ${first!.target} ${first!.reason}${failing.length > 1 ? ', …' : ''}`;
}
