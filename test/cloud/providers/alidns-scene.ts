import { fixedCredentials } from '../../../src/cloud/credentials/environment.ts';
import type { Provider } from '../../../src/cloud/provider.ts';
import { type AlidnsOptions, createAlidns } from '../../../src/cloud/providers/alidns.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { CloudRecord, WantedRecord } from '../../../src/model/cloud.ts';
import { type AlidnsStandIn, STAND_IN_KEY, startAlidnsStandIn } from '../../support/alidns/stand-in.ts';

export const ZONE = 'example.com.';
export const MARK = 'meridian-1';

/** A stand-in, and the provider that talks to it. */
export interface AlidnsScene extends AsyncDisposable {
  readonly standIn: AlidnsStandIn;
  readonly provider: Provider;
  readonly signal: AbortSignal;
  /** The provider again, as after a restart. */
  another(options?: Partial<AlidnsOptions>): Provider;
  read(): Promise<readonly CloudRecord[]>;
}

export async function alidnsScene(options: Partial<AlidnsOptions> = {}): Promise<AlidnsScene> {
  const standIn = await startAlidnsStandIn();
  const { signal } = new AbortController();
  const another = (more: Partial<AlidnsOptions> = {}) =>
    createAlidns({
      endpoint: standIn.endpoint,
      credentials: fixedCredentials(STAND_IN_KEY),
      clock: systemClock,
      mark: MARK,
      ...options,
      ...more,
    });
  const provider = another();
  return {
    standIn,
    provider,
    signal,
    another,
    read: () => provider.read(ZONE, 'all', signal),
    [Symbol.asyncDispose]: () => standIn[Symbol.asyncDispose](),
  };
}

/** A record that is wanted at www. */
export function wanted(fields: Partial<WantedRecord> = {}): WantedRecord {
  return { owner: 'www.example.com.', type: 'A', data: '192.0.2.1', view: 'default', ttl: 60, weight: undefined, enabled: true, ...fields };
}
