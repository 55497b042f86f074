import type { Option } from 'commander';
import { flag, switchFlag } from './options.ts';

/** What `audit` takes. */
export function auditFlags(): Option[] {
  return [
    flag('--zone <zone>', 'calls about this zone alone'),
    flag('--author <author>', 'calls of this author alone, or of the token of this id'),
    flag('--request <id>', 'calls with this request id alone'),
    flag('--status <what>', 'done, refused, or a status such as 403'),
    flag('--since <time>', 'not before this RFC 3339 time'),
    flag('--until <time>', 'before this RFC 3339 time'),
    flag('--limit <n>', 'show so many at the most').default('50'),
    switchFlag('--csv', 'print a table for a spreadsheet, with all that entries have'),
  ];
}

export function headFlag(): Option {
  return flag('--head <number:hash>', 'the head that was noted at another time: it must still be in the chain');
}
