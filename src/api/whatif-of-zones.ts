import { displayName } from '../lib/dns-name.ts';
import type { Name } from '../model/zone.ts';
import type { WhatIfView } from './whatif-contract.ts';

/** What of a forecast is about some zones; the parts of the total stay parts of all. */
export function ofZones<View extends Pick<WhatIfView, 'total' | 'records'>>(view: View, zones: readonly Name[]): View {
  const names = new Set(zones.map(displayName));
  const within = <Row extends { readonly zone: string }>(rows: readonly Row[]) => rows.filter(({ zone }) => names.has(zone));
  const { total, records } = view;
  return { ...view, total: { ...total, pools: within(total.pools), endpoints: within(total.endpoints) }, records: within(records) };
}
