import type { ExecCheck } from '../../../model/monitor.ts';
import type { MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';

/** What a monitor of type `exec` checks. Whether programs may be run at all is not its matter. */
export function declareExec(draft: Draft, name: string, input: MonitorInputOf<'exec'>): ExecCheck {
  const { type, command, port, warning } = input;
  const withPort = command.findIndex(word => word.includes('{port}'));
  if (withPort >= 0 && port === undefined)
    draft.error(['monitors', name, 'command', withPort], '`{port}` stands for the key `port` of the monitor, which is missing');
  if (withPort < 0 && port !== undefined) draft.errorAtKey(['monitors', name, 'port'], 'no word of the command has `{port}`');
  return { type, command, ...(port === undefined ? {} : { port }), warning };
}
