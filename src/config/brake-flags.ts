import type { Option } from 'commander';
import { flag } from './options.ts';

/** Why a brake is opened: it is asked of whoever opens one. */
export function openReasonFlag(): Option {
  return flag('--reason <text>', 'why, for whoever reads the log and the audit').makeOptionMandatory();
}

/** For how long a brake is open. */
export function openForFlag(): Option {
  return flag('--for <duration>', 'for how long, such as 10m').default('30m');
}
