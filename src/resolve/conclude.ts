import { sameAddresses } from '../lib/same-addresses.ts';
import type { Address } from '../model/steering.ts';
import { bothFamilies, type IpAddress, ofFamily, sortedAddresses } from './addresses.ts';
import type { AddressFamily, Answers, FamilyAnswer } from './lookup.ts';
import { refusalOf } from './refusal.ts';

/** Why a host's addresses are not known for certain: `failed`, nothing was learnt; `gone`, it has none any more; `refused`, none is any good. */
export interface Trouble {
  readonly kind: 'failed' | 'gone' | 'refused';
  readonly reason: string;
}

/** What two answers come to. */
export interface Conclusion {
  /** To be answered from now on; `before` itself where nothing changes. */
  readonly addresses: readonly Address[];
  /** Until when that is good; undefined where nothing was found. */
  readonly ttlSeconds: number | undefined;
  readonly trouble: Trouble | undefined;
  /** Addresses that were told and are not answered, each with why. */
  readonly refused: readonly string[];
}

interface Judged {
  readonly answer: Exclude<FamilyAnswer, { kind: 'found' }> | { readonly kind: 'found'; readonly addresses: readonly IpAddress[] };
  readonly ttlSeconds: number | undefined;
  readonly refused: readonly string[];
}

const TYPES = { ipv4: 'A', ipv6: 'AAAA' } as const;

/**
 * What is to be answered for a host. A family keeps its last known addresses unless something better is known: new ones, or that it has
 * none while the other family has. So a host never loses everything.
 */
export function conclude(before: readonly Address[], answers: Answers, { allowLoopback }: { readonly allowLoopback: boolean }): Conclusion {
  const ipv4 = judge(answers.ipv4, allowLoopback);
  const ipv6 = judge(answers.ipv6, allowLoopback);
  const after = bothFamilies(kept('ipv4', before, ipv4, ipv6), kept('ipv6', before, ipv6, ipv4));
  const ttls = [ipv4, ipv6].flatMap(({ ttlSeconds }) => ttlSeconds ?? []);
  return {
    addresses: sameAddresses(before, after) ? before : after,
    ttlSeconds: ttls.length === 0 ? undefined : Math.min(...ttls),
    trouble: troubleOf(ipv4, ipv6),
    refused: [...ipv4.refused, ...ipv6.refused],
  };
}

function judge(answer: FamilyAnswer, allowLoopback: boolean): Judged {
  if (answer.kind !== 'found') return { answer, ttlSeconds: undefined, refused: [] };
  const told = sortedAddresses(answer.addresses);
  const refused = told.flatMap(address => refusalOf(address, allowLoopback) ?? []);
  const addresses = told.filter(address => refusalOf(address, allowLoopback) === undefined);
  if (addresses.length > 0) return { answer: { kind: 'found', addresses }, ttlSeconds: answer.ttlSeconds, refused };
  return { answer: { kind: 'failed', reason: `only ${refused.join(', ')}` }, ttlSeconds: undefined, refused };
}

function kept(family: AddressFamily, before: readonly Address[], own: Judged, other: Judged): readonly Address[] {
  if (own.answer.kind === 'found') return own.answer.addresses;
  return own.answer.kind === 'none' && other.answer.kind === 'found' ? [] : ofFamily(before, family);
}

function troubleOf(ipv4: Judged, ipv6: Judged): Trouble | undefined {
  const families = [
    { type: TYPES.ipv4, ...ipv4 },
    { type: TYPES.ipv6, ...ipv6 },
  ];
  const found = families.some(({ answer }) => answer.kind === 'found');
  const bad = families.flatMap(({ type, answer, refused }) =>
    answer.kind === 'failed' || (answer.kind === 'none' && !found) ? [{ type, kind: answer.kind, reason: answer.reason, refused }] : [],
  );
  if (bad.length === 0) return undefined;
  const [first, second] = bad;
  const same = second !== undefined && first!.reason === second.reason;
  const reason = same ? first!.reason : bad.map(({ type, reason }) => `${type}: ${reason}`).join('; ');
  if (bad.some(({ refused }) => refused.length > 0)) return { kind: 'refused', reason };
  return { kind: bad.some(({ kind }) => kind === 'failed') ? 'failed' : 'gone', reason };
}
