import type { EndpointKey } from './health.ts';
import type { Location } from './location.ts';

/** Why a question is answered as it is; made by the code that answers. */
export interface Explanation {
  readonly name: string;
  readonly type: string;
  /** The prefix that was taken for the client. */
  readonly client: string;
  readonly generation: number;
  readonly rcode: string;
  /** In one line: `steered by example.com www`, `static record set`, `no such name`, `not our zone`. */
  readonly summary: string;
  readonly zone: string | undefined;
  /** Where the client is, and the prefix that the database has there; undefined where steering does not look. */
  readonly location: Location | undefined;
  readonly locationPrefix: string | undefined;
  /** The steering tree as it was walked, outermost first; empty where nothing is steered. */
  readonly steps: readonly ExplainedStep[];
  /** Every possible answer with its share; shares sum to 1 unless the answer is empty. */
  readonly shares: readonly ExplainedShare[];
  /** The most seconds that an answer lives which is given now, and the least: it is shortened so that it runs out just after a look. */
  readonly ttlSeconds: number | undefined;
  readonly ttlLeastSeconds: number | undefined;
  readonly ttlReason: string | undefined;
  /** For how many leading bits of the client's address the answer holds, and why. */
  readonly scope: number;
  readonly scopeReason: string;
}

export interface ExplainedStep {
  /** 0 for the root of the tree. */
  readonly depth: number;
  /** `failover`, `pool web-hangzhou`, `endpoint a` … */
  readonly node: string;
  /** Where the node is an endpoint. */
  readonly endpoint?: EndpointKey;
  readonly outcome: 'taken' | 'skipped';
  readonly reason: string;
}

export interface ExplainedShare {
  /** Several, `web-a, web-b`, where one answer carries addresses of several; each endpoint is then `POOL/ENDPOINT`. */
  readonly pool: string;
  readonly endpoints: readonly string[];
  readonly addresses: readonly string[];
  /** 0 to 1. */
  readonly share: number;
}
