import { timingSafeEqual } from 'node:crypto';
import { type ApiTokens, NotStored, type WantedToken } from '../api/operations.ts';
import type { Clock } from '../lib/clock.ts';
import { tokenState } from '../lib/token-state.ts';
import type { Token } from '../model/token.ts';
import { digestOf, drawSecret, drawTokenId, type SecretOctets } from '../store/secret.ts';
import type { SavedToken, Tokens } from '../store/tokens.ts';

export interface TokenKeeperOptions {
  /** What the store held at start. */
  readonly stored: readonly SavedToken[];
  readonly store: Pick<Tokens, 'add' | 'noteUse' | 'revoke' | 'forget'>;
  readonly clock: Clock;
  /** `randomBytes` of node:crypto. */
  readonly octets: SecretOctets;
  /** Told of each token that is made. */
  readonly onMade?: (token: Token) => void;
  /** Told once of each token that is revoked or has expired: what was begun with it ends. */
  readonly onEnded: (token: Token) => void;
  /** Told where something could not be stored that can wait. */
  readonly onFault: (error: unknown) => void;
}

const HOUR_MS = 3_600_000;
const KEPT_MS = 90 * 86_400_000;
/** Timers do not see a clock that is set, nor in general the time that a machine sleeps: the clock itself is looked at this often. */
const LONGEST_WAIT_MS = 60_000;

interface Kept {
  readonly digest: Buffer;
  token: Token;
  /** When its last use was written down last. */
  writtenAtMs: number;
}

/** The tokens made by the API: found by their digests, ended when they are revoked or their time is over. */
export class TokenKeeper implements ApiTokens, Disposable {
  readonly #options: TokenKeeperOptions;
  readonly #byDigest = new Map<string, Kept>();
  readonly #byId = new Map<string, Kept>();
  /** Of those that end by themselves, the ones that have not yet. */
  readonly #running = new Set<Kept>();
  #cancelTimer = () => {};

  constructor(options: TokenKeeperOptions) {
    this.#options = options;
    const nowMs = options.clock.now();
    const old = options.stored.filter(token => endOf(token) < nowMs - KEPT_MS);
    if (old.length > 0) this.#attempt(() => options.store.forget(old.map(({ id }) => id)));
    for (const saved of options.stored) if (!old.includes(saved)) this.#keep(saved);
    this.#watch();
  }

  list(): readonly Token[] {
    return [...this.#byId.values()].map(({ token }) => token);
  }

  find(secret: string): Token | undefined {
    const digest = digestOf(secret);
    const kept = this.#byDigest.get(digest.toString('hex'));
    // The look-up tells no more than a digest's first octets, from which no token can be made; the comparison tells nothing.
    return kept !== undefined && timingSafeEqual(digest, kept.digest) ? kept.token : undefined;
  }

  /** Writes it down once an hour: a token may be used many times a second. */
  noteUse(id: string): void {
    const kept = this.#byId.get(id);
    if (kept === undefined) return;
    const nowMs = this.#options.clock.now();
    kept.token = { ...kept.token, usedAtMs: nowMs };
    if (nowMs - kept.writtenAtMs < HOUR_MS) return;
    kept.writtenAtMs = nowMs;
    this.#attempt(() => this.#options.store.noteUse(id, nowMs));
  }

  create(wanted: WantedToken, also?: (token: Token) => void): { token: Token; secret: string } {
    const { clock, octets, store } = this.#options;
    const secret = drawSecret(octets);
    const fresh = { ...wanted, id: this.#drawId(), createdAtMs: clock.now(), usedAtMs: undefined, revokedAtMs: undefined };
    const saved = { ...fresh, digest: digestOf(secret) };
    stored(() => store.add(saved, () => also?.(fresh)), 'the token could not be stored, and is not good');
    const { token } = this.#keep(saved);
    this.#watch();
    this.#options.onMade?.(token);
    return { token, secret };
  }

  revoke(id: string, also?: () => void): Token | undefined {
    const kept = this.#byId.get(id);
    const { clock, store, onEnded } = this.#options;
    const nowMs = clock.now();
    if (kept === undefined || tokenState(kept.token, nowMs) !== 'active') return kept?.token;
    stored(() => store.revoke(id, nowMs, also), 'it could not be stored, and the token is still good');
    kept.token = { ...kept.token, revokedAtMs: nowMs };
    this.#running.delete(kept);
    onEnded(kept.token);
    return kept.token;
  }

  [Symbol.dispose](): void {
    this.#cancelTimer();
    this.#running.clear();
  }

  #keep({ digest, ...token }: SavedToken): Kept {
    const kept = { digest, token, writtenAtMs: token.usedAtMs ?? Number.NEGATIVE_INFINITY };
    this.#byDigest.set(digest.toString('hex'), kept);
    this.#byId.set(token.id, kept);
    if (token.expiresAtMs !== undefined && tokenState(token, this.#options.clock.now()) === 'active') this.#running.add(kept);
    return kept;
  }

  #drawId(): string {
    const id = drawTokenId(this.#options.octets);
    return this.#byId.has(id) ? this.#drawId() : id;
  }

  #watch(): void {
    this.#cancelTimer();
    if (this.#running.size === 0) return;
    const next = Math.min(...Array.from(this.#running, ({ token }) => endOf(token)));
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(0, next - this.#options.clock.now()));
    this.#cancelTimer = this.#options.clock.after(waitMs, () => this.#expire());
  }

  #expire(): void {
    const nowMs = this.#options.clock.now();
    for (const kept of this.#running) {
      if (tokenState(kept.token, nowMs) === 'active') continue;
      this.#running.delete(kept);
      this.#options.onEnded(kept.token);
    }
    this.#watch();
  }

  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#options.onFault(error);
    }
  }
}

/** When a token ended or will, in milliseconds since the epoch. */
function endOf({ revokedAtMs, expiresAtMs }: Token): number {
  return revokedAtMs ?? expiresAtMs ?? Number.POSITIVE_INFINITY;
}

function stored(write: () => void, consequence: string): void {
  try {
    write();
  } catch (error) {
    throw new NotStored(`${consequence}: ${(error as Error).message}`, { cause: error });
  }
}
