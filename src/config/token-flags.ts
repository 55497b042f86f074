import type { Option } from 'commander';
import { listFlag } from './options.ts';

export function tokenZoneFlag(): Option {
  return listFlag(
    '--zone <zone>',
    'a zone that the token is good for, and it alone; with --role viewer or operator; may be given several times',
  );
}
