import type {
  ExplainQuestion,
  GeoDatabaseFacts,
  IntentChange,
  Metric,
  Operations,
  Snapshot,
  WhatIfQuestion,
} from '../../src/api/operations.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { displayName } from '../../src/lib/dns-name.ts';
import { isInForce } from '../../src/lib/in-force.ts';
import { formatIp } from '../../src/lib/ip-address.ts';
import { endpointKey, intentTargetKey } from '../../src/lib/keys.ts';
import { NEVER_TURNS } from '../../src/lib/outlook.ts';
import { typeName } from '../../src/lib/rr-type.ts';
import type { Declared, Finding } from '../../src/model/declared.ts';
import type { EndpointState } from '../../src/model/effective.ts';
import type { Explanation } from '../../src/model/explanation.ts';
import type { Measured, MonitorStanding, VantageStanding } from '../../src/model/health.ts';
import type { Intent, IntentTarget, OverrideIntent } from '../../src/model/intent.ts';
import type { Resolution } from '../../src/model/resolution.ts';
import type { Address, Endpoint, Pool } from '../../src/model/steering.ts';
import type { WhatIf } from '../../src/model/whatif.ts';
import type { Name } from '../../src/model/zone.ts';
import { sampleWhatIf } from './sample-what-if.ts';

/** Operations that keep intents in memory and work out states as the control loop does, but answer no queries. */
export class MemoryOperations implements Operations {
  ready = true;
  lastError: string | undefined;
  geoDatabase: GeoDatabaseFacts = {
    file: 'GeoLite2-City.mmdb',
    watched: true,
    type: 'GeoLite2-City',
    builtAtMs: Date.UTC(2025, 11, 30),
    prefixes: 4000,
    loadedAtMs: Date.UTC(2026, 0, 1),
    fields: ['country', 'continent', 'subdivision', 'coordinates'],
    lastError: undefined,
    warnings: [],
  };
  findings: readonly Finding[] = [];
  metricList: readonly Metric[] = [];
  /** What every explanation shows. */
  shares: Explanation['shares'] = [
    { pool: 'web-hangzhou', endpoints: ['a'], addresses: ['203.0.113.10'], share: 2 / 3 },
    { pool: 'web-hangzhou', endpoints: ['b'], addresses: ['203.0.113.11'], share: 1 / 3 },
  ];
  steps: Explanation['steps'] = [
    { depth: 0, node: 'failover', outcome: 'taken', reason: 'the first branch that is up' },
    { depth: 1, node: 'pool web-hangzhou', outcome: 'taken', reason: '2 of 2 endpoints up' },
    {
      depth: 2,
      node: 'endpoint a',
      endpoint: 'example.com./web-hangzhou/a',
      outcome: 'taken',
      reason: 'weight 100, up (embedded: status 200)',
    },
    { depth: 1, node: 'pool web-beijing', outcome: 'skipped', reason: 'an earlier branch is up' },
  ];
  /** Set: the next changes and reloads fail with it. */
  fault: Error | undefined;
  readonly questions: ExplainQuestion[] = [];
  /** What every question about other states is answered. */
  forecast: WhatIf = sampleWhatIf();
  readonly whatIfs: WhatIfQuestion[] = [];
  /** What was asked to be foretold. */
  readonly forecasts: IntentChange[] = [];
  /** What a reload would find; undefined: what there is. */
  nextDeclared: Declared | undefined;
  readonly measured = new Map<string, Measured>();
  readonly ballots = new Map<string, readonly MonitorStanding[]>();
  vantageStandings: readonly VantageStanding[] = [];
  /** Endpoints measured `down` that are well, and wait for an operator. */
  readonly waiting = new Set<string>();
  /** What was asked to recover, one list a call. */
  readonly recoveries: (readonly string[])[] = [];
  readonly resolutions = new Map<Name, Resolution>();
  readonly declared: Declared;
  readonly startedAtMs: number;
  readonly #clock: Clock;
  #generation = 1;
  readonly #intents = new Map<string, Intent>();

  constructor(declared: Declared, clock: Clock) {
    this.declared = declared;
    this.#clock = clock;
    this.startedAtMs = clock.now();
  }

  get intents(): Intent[] {
    return [...this.#intents.values()];
  }

  snapshot(): Snapshot {
    return {
      generation: this.#generation,
      startedAtMs: this.startedAtMs,
      uptimeMs: this.#clock.monotonic(),
      declared: this.declared,
      states: new Map(this.#states().map(state => [state.key, state])),
      intents: this.intents,
      resolutions: this.resolutions,
      listening: ['127.0.0.1:5300 (UDP)', '127.0.0.1:5300 (TCP)'],
      vantages: ['embedded'],
      rejected: this.findings.some(({ severity }) => severity === 'error') ? this.findings : [],
      lastError: this.lastError,
      geoDatabase: this.geoDatabase,
      ready: this.ready,
      zoneSerials: new Map([['example.com.', 2026010101]]),
    };
  }

  async change({ set, release }: IntentChange, also?: () => void): Promise<number> {
    if (this.fault) throw this.fault;
    also?.();
    for (const { kind, target } of release) this.#intents.delete(`${kind} ${intentTargetKey(target)}`);
    for (const intent of set) this.#intents.set(`${intent.kind} ${intentTargetKey(intent.target)}`, intent);
    return ++this.#generation;
  }

  async recover(endpoints: readonly string[]): Promise<number> {
    if (this.fault) throw this.fault;
    this.recoveries.push(endpoints);
    const recovered = endpoints.filter(endpoint => this.waiting.delete(endpoint));
    for (const endpoint of recovered) this.measured.delete(endpoint);
    if (recovered.length > 0) this.#generation++;
    return recovered.length;
  }

  async reload(): Promise<readonly Finding[]> {
    if (this.fault) throw this.fault;
    if (!this.findings.some(({ severity }) => severity === 'error')) this.#generation++;
    return this.findings;
  }

  explain(question: ExplainQuestion): Explanation {
    this.questions.push(question);
    const { name, type, client, prefixLength } = question;
    return {
      name: displayName(name),
      type: typeName(type),
      client: `${formatIp(client)}/${prefixLength}`,
      generation: this.#generation,
      rcode: 'NOERROR',
      summary: 'steered by example.com www',
      zone: 'example.com.',
      location: { country: 'CN', continent: 'AS' },
      locationPrefix: '203.0.112.0/20',
      steps: this.steps,
      shares: this.shares,
      ttlSeconds: 20,
      ttlLeastSeconds: 20,
      ttlReason: 'the earliest failover is 20 s away',
      scope: 24,
      scopeReason: '203.0.113.0/24 is the largest block around the client that is answered alike',
    };
  }

  async whatIf(question: WhatIfQuestion): Promise<WhatIf> {
    this.whatIfs.push(question);
    return { ...this.forecast, generation: this.#generation };
  }

  async foretell(change: IntentChange): Promise<WhatIf> {
    this.forecasts.push(change);
    return { ...this.forecast, generation: this.#generation };
  }

  async tryReload() {
    if (this.fault) throw this.fault;
    return { declared: this.nextDeclared ?? this.declared, findings: this.findings };
  }

  standings(endpoint: string): readonly MonitorStanding[] {
    return this.ballots.get(endpoint) ?? [];
  }

  vantages(): readonly VantageStanding[] {
    return this.vantageStandings;
  }

  metrics(): readonly Metric[] {
    return this.metricList;
  }

  #states(): EndpointState[] {
    const states: EndpointState[] = [];
    for (const { name, steering } of this.declared.zones.values()) {
      for (const pool of steering?.pools.values() ?? [])
        for (const endpoint of pool.endpoints) states.push(this.#state(name, pool, endpoint));
    }
    return states;
  }

  #state(zone: Name, pool: Pool, endpoint: Endpoint): EndpointState {
    const key = endpointKey(zone, pool.name, endpoint.name);
    const targets: IntentTarget[] = [
      { kind: 'endpoint', zone, pool: pool.name, endpoint: endpoint.name },
      { kind: 'pool', zone, pool: pool.name },
      { kind: 'site', zone, site: pool.site },
    ];
    const asked = targets.flatMap(target =>
      ['weight', 'override', 'maintenance'].flatMap(kind => this.#intents.get(`${kind} ${intentTargetKey(target)}`) ?? []),
    );
    const intents = asked.filter(intent => isInForce(intent, this.#clock.now()));
    const states = intents.filter((intent): intent is OverrideIntent => intent.kind === 'override').map(({ state }) => state);
    const override = (['down', 'drain', 'up'] as const).find(state => states.includes(state));
    const weight = intents.find(intent => intent.kind === 'weight')?.weight ?? endpoint.weight;
    const addresses = this.#addresses(pool, endpoint);
    const measured = this.measured.get(key) ?? {
      verdict: 'up',
      reason: 'embedded: status 200',
      sinceMs: this.startedAtMs,
      wavering: false,
      outlook: NEVER_TURNS,
    };
    return {
      key,
      measured,
      override,
      intents,
      effective: override ?? measured.verdict,
      declaredWeight: endpoint.weight,
      weight,
      addresses,
    };
  }

  #addresses({ flatten }: Pool, { address }: Endpoint): readonly Address[] {
    return flatten && address.family === 'host' ? (this.resolutions.get(address.name)?.addresses ?? []) : [address];
  }
}
