import type { CheckSettings } from '../../../model/monitor.ts';
import type { MonitorInput, MonitorInputOf } from '../../schema/monitor.ts';
import type { Draft } from '../draft.ts';
import { declareDns } from './dns.ts';
import { declareExec } from './exec.ts';
import { declareGrpc } from './grpc.ts';
import { declareHttp } from './http.ts';
import { declareHttps } from './https.ts';
import { declareIcmp } from './icmp.ts';
import { declareTcp } from './tcp.ts';
import { declareTls } from './tls.ts';

type SettingsOf<Type extends CheckSettings['type']> = Extract<CheckSettings, { readonly type: Type }>;

/** What a monitor's own keys say, as the model has it; what is wrong with them goes to the draft. `name` is the monitor's. */
type DeclareCheck<Type extends CheckSettings['type']> = (draft: Draft, name: string, input: MonitorInputOf<Type>) => SettingsOf<Type>;

const DECLARE: { readonly [Type in CheckSettings['type']]: DeclareCheck<Type> } = {
  http: declareHttp,
  https: declareHttps,
  tls: declareTls,
  tcp: declareTcp,
  dns: declareDns,
  grpc: declareGrpc,
  icmp: declareIcmp,
  exec: declareExec,
};

/** What the monitor called `name` checks, whatever its type. */
export function declareCheck(draft: Draft, name: string, input: MonitorInput): CheckSettings {
  // The map's type pairs each type with its own input, which the compiler cannot follow through a union.
  const declare = DECLARE[input.type] as (draft: Draft, name: string, input: MonitorInput) => CheckSettings;
  return declare(draft, name, input);
}
