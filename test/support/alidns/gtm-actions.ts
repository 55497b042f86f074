import { RefusedError } from './domain-state.ts';
import { needed, type Question } from './record-actions.ts';

/** An address of Cloud GTM 3.0 as the service keeps it. */
export interface StandInAddress {
  readonly id: string;
  readonly type: 'IPv4' | 'IPv6' | 'domain';
  readonly address: string;
  mode: 'auto' | 'manual';
  status: 'available' | 'unavailable';
}

interface GtmAccount {
  readonly addresses: Map<string, StandInAddress>;
}

/** The actions of Cloud GTM that the stand-in knows. */
export const GTM_ACTIONS: Readonly<Record<string, (question: Question, account: GtmAccount) => object>> = {
  ListCloudGtmAddresses(question, { addresses }) {
    const [page, size] = [Number(question.get('PageNumber') ?? 1), Number(question.get('PageSize') ?? 20)];
    if (size < 1 || size > 100) throw new RefusedError('InvalidPageSize', 'The PageSize must be from 1 to 100.');
    const shown = [...addresses.values()].slice((page - 1) * size, page * size);
    return {
      PageNumber: page,
      PageSize: size,
      TotalItems: addresses.size,
      TotalPages: Math.ceil(addresses.size / size),
      Addresses: {
        Address: shown.map(({ id, type, address, mode, status }) => ({
          AddressId: id,
          Type: type,
          Address: address,
          EnableStatus: 'enable',
          AvailableMode: mode,
          ...(mode === 'manual' && { ManualAvailableStatus: status }),
        })),
      },
    };
  },
  UpdateCloudGtmAddressManualAvailableStatus(question, { addresses }) {
    const address = addresses.get(needed(question, 'AddressId'));
    // What the service calls this is documented nowhere.
    if (!address) throw new RefusedError('InvalidAddressId', 'The address does not exist.');
    const [mode, status] = [needed(question, 'AvailableMode'), question.get('ManualAvailableStatus')];
    if (mode !== 'auto' && mode !== 'manual') throw new RefusedError('InvalidAvailableMode', 'AvailableMode is auto or manual.');
    if (mode === 'manual' && status !== 'available' && status !== 'unavailable')
      throw new RefusedError('InvalidManualAvailableStatus', 'ManualAvailableStatus is available or unavailable.');
    address.mode = mode;
    if (mode === 'manual') address.status = status as StandInAddress['status'];
    return { Success: true };
  },
};
