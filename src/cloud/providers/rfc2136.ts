import type { Clock } from '../../lib/clock.ts';
import { displayName, wireToName } from '../../lib/dns-name.ts';
import type { Random } from '../../lib/random.ts';
import { RR_TYPE } from '../../lib/rr-type.ts';
import { serialOf } from '../../lib/soa.ts';
import type { SocketAddress } from '../../lib/socket-address.ts';
import type { Capabilities, CloudRecord, PlanStep } from '../../model/cloud.ts';
import type { Name } from '../../model/zone.ts';
import { OPCODE } from '../dns/codes.ts';
import type { Message } from '../dns/message.ts';
import { type Asking, type DnsParts, type DnsPeer, exchange } from '../dns/session.ts';
import type { TsigKey } from '../dns/tsig.ts';
import { stepOwner } from '../plan/step-owner.ts';
import type { NameServer, Provider } from '../provider.ts';
import { exchangeFailure, rcodeFailure } from './rfc2136/failure.ts';
import { LONGEST_MARK } from './rfc2136/marks.ts';
import { readZone } from './rfc2136/read-zone.ts';
import { updateMessage } from './rfc2136/update-message.ts';

export interface Rfc2136Options {
  /** The server that takes updates. */
  readonly primary: SocketAddress;
  /** Undefined: it knows us by our address. */
  readonly key: TsigKey | undefined;
  /** The name of this Meridian in its marks, 1 to 200 characters without a comma. */
  readonly mark: string;
  /** All that answer for the zones; undefined: those that the primary names in the NS records. */
  readonly servers?: readonly NameServer[] | undefined;
  readonly clock: Clock;
  readonly random: Random;
  /** How long the server may take for one exchange. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 10_000;
const DNS_PORT = 53;

/** Every record of a set is in every answer, and a name changes as a whole. TTLs are those of RFC 2181 section 8. */
const CAPABILITIES: Capabilities = {
  views: 'none',
  weights: undefined,
  ttl: { min: 0, max: 2 ** 31 - 1 },
  status: false,
  atomic: 'name',
};

/** Records at BIND, Knot, PowerDNS or any other server that takes dynamic updates (RFC 2136), signed with TSIG (RFC 8945) over TCP. */
export function createRfc2136(options: Rfc2136Options): Provider {
  if (!/^[^,]+$/.test(options.mark) || options.mark.length > LONGEST_MARK) {
    throw new RangeError(`"${options.mark}" is no mark; expected 1 to ${LONGEST_MARK} characters without a comma`);
  }
  return new Rfc2136(options);
}

class Rfc2136 implements Provider {
  readonly name = 'rfc2136';
  readonly #options: Rfc2136Options;
  readonly #peer: DnsPeer;
  readonly #parts: DnsParts;

  constructor(options: Rfc2136Options) {
    const { primary, key, clock, random, timeoutMs = TIMEOUT_MS } = options;
    this.#options = options;
    this.#peer = { at: primary, key };
    this.#parts = { clock, random, timeoutMs };
  }

  async capabilities(): Promise<Capabilities> {
    return CAPABILITIES;
  }

  read(zone: Name, owners: readonly Name[] | 'all', signal: AbortSignal): Promise<readonly CloudRecord[]> {
    return this.#told(() => readZone({ peer: this.#peer, zone, by: this.#options.mark, parts: this.#parts }, owners, signal));
  }

  /** One message a name. */
  async apply(zone: Name, steps: readonly PlanStep[], signal: AbortSignal, before: readonly CloudRecord[]): Promise<void> {
    for (const [owner, own] of Map.groupBy(steps, stepOwner)) {
      const there = before.filter(record => record.owner === owner);
      await this.#ask(zone, updateMessage({ zone, owner, by: this.#options.mark, steps: own, before: there }), signal);
    }
  }

  async servers(zone: Name, signal: AbortSignal): Promise<readonly NameServer[]> {
    if (this.#options.servers) return this.#options.servers;
    const { answers } = await this.#ask(zone, { opcode: OPCODE.QUERY, question: { name: zone, type: RR_TYPE.NS } }, signal);
    const hosts = answers.filter(({ type }) => type === RR_TYPE.NS).map(({ rdata }) => displayName(wireToName(rdata)));
    return hosts.map(host => ({ host, port: DNS_PORT }));
  }

  async serial(zone: Name, signal: AbortSignal): Promise<number | undefined> {
    const { answers } = await this.#ask(zone, { opcode: OPCODE.QUERY, question: { name: zone, type: RR_TYPE.SOA } }, signal);
    const soa = answers.find(({ type }) => type === RR_TYPE.SOA);
    return soa && serialOf(soa.rdata);
  }

  async #ask(zone: Name, request: Asking, signal: AbortSignal): Promise<Message> {
    const [answer] = await this.#told(() => exchange(this.#peer, [request], this.#parts, signal));
    if (answer!.rcode !== 0) throw rcodeFailure(this.#peer, zone, answer!.rcode);
    return answer!;
  }

  async #told<T>(work: () => Promise<T>): Promise<T> {
    return work().catch((error: unknown) => {
      throw exchangeFailure(this.#peer, error, this.#options.clock.now());
    });
  }
}
