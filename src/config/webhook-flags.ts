import type { Option } from 'commander';
import { WEBHOOK_TEMPLATES } from '../model/webhook.ts';
import { eventFilterFlags } from './event-flags.ts';
import { flag } from './options.ts';

/** What `webhook create` takes. */
export function webhookFlags(): Option[] {
  return [
    flag('--template <template>', 'how messages are written: json for programs, slack or dingtalk for chat robots')
      .choices(WEBHOOK_TEMPLATES)
      .default('json'),
    flag('--secret-file <file>', 'sign what is sent with the secret in this file'),
    flag('--name <text>', 'who it is'),
    ...eventFilterFlags(),
  ];
}
