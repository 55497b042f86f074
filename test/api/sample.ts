import { parseIp } from '../../src/lib/ip-address.ts';
import type { Declared } from '../../src/model/declared.ts';
import type { Address, Endpoint, Pool, SteeredRecord, Steering } from '../../src/model/steering.ts';
import { buildNodes } from '../../src/zone/tree.ts';

const ttl = { minSeconds: 5, maxSeconds: 60 };

/** A steered zone and a static one, enough to show every kind of view. */
export function sampleDeclared(): Declared {
  const steering: Steering = {
    sites: new Map([
      ['hangzhou', { name: 'hangzhou', region: 'cn-hangzhou', zone: 'cn-hangzhou-h', country: 'CN', coordinates: [30.27, 120.15] }],
      ['beijing', { name: 'beijing' }],
    ]),
    monitors: new Map(),
    pools: new Map([
      ['web-hangzhou', pool('web-hangzhou', 'hangzhou', [endpoint('a', '203.0.113.10'), endpoint('b', '203.0.113.11')])],
      ['web-beijing', pool('web-beijing', 'beijing', [endpoint('a', '2001:db8::20')])],
      ['sorry-page', pool('sorry-page', 'beijing', [endpoint('a', '203.0.113.99')])],
    ]),
    records: [
      record('www', { policy: 'failover', of: [leaf('web-hangzhou'), leaf('web-beijing')] }),
      record('api', {
        policy: 'weighted',
        of: [
          { to: leaf('web-hangzhou'), weight: 40 },
          { to: leaf('web-beijing'), weight: 60 },
        ],
      }),
      {
        ...record('app', {
          policy: 'geo',
          branches: [
            { match: { kind: 'country', code: 'CN' }, to: { policy: 'failover', of: [leaf('web-hangzhou'), leaf('web-beijing')] } },
            { match: { kind: 'asn', number: 64_500 }, to: leaf('web-beijing') },
          ],
          otherwise: { policy: 'nearest', of: [leaf('web-hangzhou'), leaf('web-beijing')], withinPercent: 10 },
        }),
        whenAllDown: { kind: 'pool', pool: 'sorry-page' },
      },
    ],
  };
  const records = [
    { owner: 'example.com.', type: 2, ttl: 3600, rdata: [Uint8Array.of(2, 110, 115, 0)] },
    { owner: 'static.example.com.', type: 1, ttl: 300, rdata: [Uint8Array.of(192, 0, 2, 1)] },
    { owner: 'static.example.com.', type: 16, ttl: 300, rdata: [Uint8Array.of(2, 104, 105)] },
  ];
  return {
    zones: new Map([
      ['example.com.', { name: 'example.com.', nodes: buildNodes('example.com.', records), steering }],
      ['example.org.', { name: 'example.org.', nodes: new Map(), steering: undefined }],
    ]),
  };
}

function endpoint(name: string, text: string): Endpoint {
  const bytes = parseIp(text)!;
  const address: Address = bytes.length === 4 ? { family: 'ipv4', text, bytes } : { family: 'ipv6', text, bytes };
  return { name, address, weight: 100 };
}

function pool(name: string, site: string, endpoints: readonly Endpoint[]): Pool {
  return { name, site, monitors: ['web'], require: 'all', endpoints, select: 'weighted', answers: 1, flatten: false, minUp: 1 };
}

function leaf(name: string) {
  return { policy: 'pool', pool: name } as const;
}

function record(label: string, steer: SteeredRecord['steer']): SteeredRecord {
  return { label, owner: `${label}.example.com.`, ttl, steer, clientSubnet: true, whenAllDown: { kind: 'serve_all' } };
}
