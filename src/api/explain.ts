import { asName, displayName } from '../lib/dns-name.ts';
import { parseIp } from '../lib/ip-address.ts';
import { parseEndpointKey } from '../lib/keys.ts';
import { parseType } from '../lib/rr-type.ts';
import { writeTarget } from '../lib/target-text.ts';
import type { ExplainedStep, Explanation } from '../model/explanation.ts';
import type { Location } from '../model/location.ts';
import { type ExplanationView, explainQuery, explanationView } from './contract.ts';
import type { ExplainQuestion } from './operations.ts';
import { badInput, type FieldError } from './problem.ts';
import { type ApiContext, type Route, route } from './route.ts';
import { viewStanding } from './standing-view.ts';
import type { StandingsOf } from './view.ts';

/** `GET /v1/explain`: why a question is answered as it is. */
export function explainRoutes({ operations }: ApiContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/explain',
      summary: 'Why a question is answered as it is, step by step',
      reach: 'itself',
      query: explainQuery,
      answer: explanationView,
      handle({ query, needZone }) {
        const explanation = operations.explain(readQuestion(query));
        if (explanation.zone !== undefined) needZone(absolute(explanation.zone));
        return viewExplanation(explanation, key => operations.standings(key));
      },
    }),
  ];
}

interface QuestionText {
  readonly name: string;
  readonly type?: string | undefined;
  readonly client?: string | undefined;
}

/** Reads a question. Throws a 400 that names every bad part at once. */
function readQuestion({ name: nameText, type: typeText = 'A', client: clientText = '0.0.0.0/0' }: QuestionText): ExplainQuestion {
  const name = nameText === '' ? undefined : asName(nameText);
  const type = parseType(typeText);
  const client = readPrefix(clientText);
  if (name !== undefined && type !== undefined && client) return { name, type, client: client.octets, prefixLength: client.length };
  const errors: FieldError[] = [];
  if (name === undefined) errors.push({ field: 'name', message: `expected a domain name, found "${nameText}"` });
  if (type === undefined) errors.push({ field: 'type', message: `expected a record type such as A or TYPE65, found "${typeText}"` });
  if (!client) errors.push({ field: 'client', message: `expected an address or a prefix such as 203.0.113.0/24, found "${clientText}"` });
  throw badInput(errors);
}

/** An address, or a prefix whose bits behind its length are cleared; undefined where it is neither. */
function readPrefix(text: string): { octets: Uint8Array; length: number } | undefined {
  const [address = '', lengthText, ...rest] = text.split('/');
  const octets = address.includes('%') ? undefined : parseIp(address);
  if (!octets || rest.length > 0) return undefined;
  const bits = octets.length * 8;
  const length = lengthText === undefined ? bits : /^\d{1,3}$/.test(lengthText) ? Number(lengthText) : Number.NaN;
  return length <= bits ? { octets: octets.map((octet, i) => octet & mask(length - i * 8)), length } : undefined;
}

function mask(bits: number): number {
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff00 >> bits) & 0xff;
}

function absolute(zone: string): string {
  return zone.endsWith('.') ? zone : `${zone}.`;
}

function viewExplanation(explanation: Explanation, standingsOf: StandingsOf): ExplanationView {
  const { zone, location, locationPrefix, ttlSeconds, ttlLeastSeconds, ttlReason, scopeReason, steps, shares, ...rest } = explanation;
  return {
    ...rest,
    zone: zone === undefined ? null : displayName(absolute(zone)),
    location: location ? viewLocation(location, locationPrefix ?? '') : null,
    steps: steps.map(({ depth, node, outcome, reason }) => ({ depth, node, outcome, reason })),
    endpoints: viewEndpoints(steps, standingsOf),
    shares: shares.map(({ pool, endpoints, addresses, share }) => ({ pool, endpoints: [...endpoints], addresses: [...addresses], share })),
    ttl_seconds: ttlSeconds ?? null,
    ttl_least_seconds: ttlLeastSeconds ?? null,
    ttl_reason: ttlReason ?? null,
    scope_reason: scopeReason,
  };
}

/** The endpoints that were looked at; where all was down the tree was walked twice, and each of them is there once. */
function viewEndpoints(steps: readonly ExplainedStep[], standingsOf: StandingsOf): ExplanationView['endpoints'] {
  const keys = new Set(steps.flatMap(({ endpoint }) => endpoint ?? []));
  return [...keys].map(key => ({
    endpoint: writeTarget({ kind: 'endpoint', ...parseEndpointKey(key)! }),
    monitors: standingsOf(key).map(viewStanding),
  }));
}

function viewLocation({ country, continent, subdivision, asn, coordinates }: Location, prefix: string): ExplanationView['location'] {
  return {
    country: country ?? null,
    continent: continent ?? null,
    subdivision: subdivision ?? null,
    asn: asn ?? null,
    coordinates: coordinates ? [...coordinates] : null,
    prefix,
  };
}
