import type { Option } from 'commander';
import { flag, reasonFlag, switchFlag } from './options.ts';

/** What `drill run` takes. */
export function drillFlags(): Option[] {
  return [
    flag('--away-from <what>', 'what clients are taken away from: site:NAME, pool:NAME or endpoint:POOL/NAME'),
    flag('--for <duration>', 'how long they are kept away, such as 5m'),
    switchFlag('--including-others', 'let records that share the endpoints move as well'),
    flag('--min-healthy <percent>', 'how many endpoints of each pool that takes clients over must be up (default: 100%)'),
    flag('--webhook <url>', 'ask here for the rate of errors meanwhile: JSON such as { "error_rate": 0.01 }'),
    flag('--max-error-rate <rate>', 'abort above this, from 0 to 1; with --webhook (default: 0.05)'),
    switchFlag('--outside-windows', 'start although the windows of declared drills do not allow it'),
    switchFlag('--dry-run', 'show what would be, and change nothing'),
    switchFlag('--detach', 'do not follow it'),
    reasonFlag(),
  ];
}
