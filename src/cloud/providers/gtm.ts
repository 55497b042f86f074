import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { asName } from '../../lib/dns-name.ts';
import type { CloudType } from '../../model/cloud.ts';
import type { SwitchedAddress } from '../address-switches.ts';
import type { CredentialsSource } from '../credentials/credentials.ts';
import { CloudError } from '../provider.ts';
import { createCall, type Parameters } from './alidns/call.ts';
import { readAnswer } from './alidns/read-answer.ts';
import { ALIDNS_ENDPOINT } from './alidns.ts';

export interface GtmOptions {
  /** Left out: that of the service. */
  readonly endpoint?: string | undefined;
  readonly credentials: CredentialsSource;
  readonly clock: Clock;
  readonly timeoutMs?: number | undefined;
}

/** The addresses of a Cloud GTM 3.0 that its owner keeps: Meridian's verdicts switch them, everything else of it stays its own. */
export interface Gtm {
  addresses(signal: AbortSignal): Promise<readonly SwitchedAddress[]>;
  /** Takes an address into the answers or out of them, whatever the checks of GTM say. Doing it twice is as doing it once. */
  switch(id: string, available: boolean, signal: AbortSignal): Promise<void>;
  /** Lets GTM's own checks decide again. */
  release(id: string, signal: AbortSignal): Promise<void>;
}

const TYPES: Readonly<Record<string, CloudType>> = { IPv4: 'A', IPv6: 'AAAA', domain: 'CNAME' };

const ADDRESS = z.object({
  AddressId: z.string(),
  Type: z.string(),
  Address: z.string(),
  AvailableMode: z.string(),
  ManualAvailableStatus: z.string().optional(),
});

const PAGE = z.object({ TotalItems: z.number(), Addresses: z.object({ Address: z.array(ADDRESS) }) });

const UPDATED = z.object({ Success: z.boolean() });

/** The most that a page may have. */
const PAGE_SIZE = 100;

/** Cloud GTM 3.0 by its API; errors are those of AliDNS, whose actions these are. */
export function createGtm({ endpoint = ALIDNS_ENDPOINT, ...options }: GtmOptions): Gtm {
  const call = createCall({ endpoint, ...options });
  const update = async (id: string, mode: Parameters, signal: AbortSignal) => {
    const action = 'UpdateCloudGtmAddressManualAvailableStatus';
    const { Success } = readAnswer(UPDATED, action, await call(action, { AddressId: id, ...mode }, signal));
    if (!Success) throw new CloudError(`Cloud GTM ${action}: answered without success`, { kind: 'retry', code: 'NoSuccess' });
  };
  return {
    async addresses(signal) {
      const found = new Map<string, SwitchedAddress>();
      for (let PageNumber = 1; ; PageNumber++) {
        const answer = await call('ListCloudGtmAddresses', { PageNumber, PageSize: PAGE_SIZE }, signal);
        const { TotalItems, Addresses } = readAnswer(PAGE, 'ListCloudGtmAddresses', answer);
        for (const address of Addresses.Address.flatMap(toSwitched)) found.set(address.id, address);
        if (Addresses.Address.length === 0 || PageNumber * PAGE_SIZE >= TotalItems) return [...found.values()];
      }
    },
    async switch(id, available, signal) {
      await update(id, { AvailableMode: 'manual', ManualAvailableStatus: available ? 'available' : 'unavailable' }, signal);
    },
    async release(id, signal) {
      await update(id, { AvailableMode: 'auto' }, signal);
    },
  };
}

/** None for a kind of address that is not known here. */
function toSwitched({ AddressId, Type, Address, AvailableMode, ManualAvailableStatus }: z.output<typeof ADDRESS>): SwitchedAddress[] {
  const type = TYPES[Type];
  if (type === undefined) return [];
  const data = type === 'CNAME' ? (asName(Address, '.') ?? Address) : Address;
  return [{ id: AddressId, type, data, available: AvailableMode === 'manual' ? ManualAvailableStatus === 'available' : undefined }];
}
