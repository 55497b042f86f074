/**
 * `npm run fuzz [-- --seconds N] [--seed S] [--target NAME]`: bad input for everything that reads what strangers send,
 * each of FUZZ_TARGETS or those that are named.
 * The time is shared among the targets. Prints what was seen; where a rule was broken, how to repeat it, and ends with 1.
 */
import { parseArgs } from 'node:util';
import { FUZZ_TARGETS, type FuzzTargetName, fuzz } from './fuzz.ts';
import { FuzzFailure } from './target.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
    target: { type: 'string', multiple: true, default: Object.keys(FUZZ_TARGETS) },
  },
});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
const unknown = values.target.filter(name => !Object.hasOwn(FUZZ_TARGETS, name));
if (unknown.length > 0 || !(seconds > 0) || !Number.isInteger(seed)) {
  console.error(`expected --seconds above 0, --seed an integer, --target of ${Object.keys(FUZZ_TARGETS).join(', ')}`);
  process.exit(1);
}
console.log(`seed ${seed}, ${seconds} s`);
for (const target of values.target as FuzzTargetName[]) {
  try {
    const counts = await fuzz(target, seed, seconds / values.target.length);
    const total = [...counts.values()].reduce((sum, value) => sum + value, 0);
    const lines = [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([outcome, value]) => `  ${outcome}: ${value}`);
    console.log([`${target}: ${total}`, ...lines].join('\n'));
  } catch (error) {
    if (!(error instanceof FuzzFailure)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
