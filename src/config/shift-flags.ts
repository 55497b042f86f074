import type { Option } from 'commander';
import { flag, reasonFlag, switchFlag } from './options.ts';

/** What `shift` takes. */
export function shiftFlags(): Option[] {
  return [
    flag('--steps <percents>', 'parts of the way, in percent, the last one 100 (default: 10,25,50,100)'),
    flag('--every <duration>', 'what passes between two steps, such as 30s (default: 2m)'),
    flag(
      '--on-unhealthy <what>',
      'while what gains clients is not healthy: stay, or put the ratio from before back (default: pause)',
    ).choices(['pause', 'rollback']),
    flag('--min-healthy <percent>', 'how many endpoints of each pool that gains clients must be up (default: 100%)'),
    switchFlag('--dry-run', 'show each step and where clients would go, and change nothing'),
    switchFlag('--follow', 'tell what happens until its end'),
    reasonFlag(),
  ];
}

/** What `shift abort` takes. */
export function keepFlag(): Option {
  return switchFlag('--keep', 'leave the ratio as it is');
}
