import type { Peer } from './engine.ts';
import type { TcpLimits } from './tcp-limits.ts';

/** Who may connect, by how many connections there are already. */
export class TcpAdmission {
  private readonly limits: TcpLimits;
  private readonly byClient = new Map<string, number>();
  private total = 0;

  constructor(limits: TcpLimits) {
    this.limits = limits;
  }

  /** Takes a client in, and gives what lets it go again; undefined where there are too many connections. */
  admit(peer: Peer): (() => void) | undefined {
    const client = clientOf(peer);
    const own = this.byClient.get(client) ?? 0;
    if (this.total >= this.limits.connections || own >= this.limits.perClient) return undefined;
    this.total++;
    this.byClient.set(client, own + 1);
    return () => this.release(client);
  }

  private release(client: string): void {
    this.total--;
    const left = this.byClient.get(client)! - 1;
    if (left > 0) this.byClient.set(client, left);
    else this.byClient.delete(client);
  }
}

/** An IPv4 address, or the /64 that one IPv6 client can take any address of. */
function clientOf({ family, address }: Peer): string {
  return address.subarray(0, family === 4 ? 4 : 8).join('.');
}
