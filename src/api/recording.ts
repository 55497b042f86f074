import { displayName } from '../lib/dns-name.ts';
import { withoutSecrets } from '../lib/without-secrets.ts';
import type { AuditEntry, Changed } from '../model/audit.ts';
import type { Role } from '../model/token.ts';
import type { Name } from '../model/zone.ts';
import type { AuditAccess } from './audit-access.ts';
import { asAskedFor } from './changed.ts';
import type { Problem } from './problem.ts';

/** What is known of a call before it is looked at. */
export interface CallFacts {
  readonly author: string;
  readonly token: string | undefined;
  readonly role: Role;
  readonly address: string;
  readonly request: string;
  readonly method: string;
  readonly path: string;
  /** That the path names, if it does. */
  readonly zone: Name | undefined;
}

/** What a call changes, as it tells it, and what is written down of that. One of them belongs to one call. */
export class Recording {
  readonly #audit: Pick<AuditAccess, 'append'> | undefined;
  readonly #facts: CallFacts;
  #changed: readonly Changed[] | undefined;
  #zones = new Set<Name>();
  #isWritten = false;
  #also = () => {};

  /** `audit` undefined: nothing is written down. */
  constructor(audit: Pick<AuditAccess, 'append'> | undefined, facts: CallFacts) {
    this.#audit = audit;
    this.#facts = facts;
    if (facts.zone !== undefined) this.#zones.add(facts.zone);
  }

  /** Says what the call changes, before it is stored, and in which zones. */
  tell(changed: readonly Changed[], zones: Iterable<Name> = []): void {
    this.#changed = changed;
    this.#zones = new Set([...this.#zones, ...zones]);
  }

  /** Whether it is written down that it was done. */
  get isWritten(): boolean {
    return this.#isWritten;
  }

  /** Has something else be stored with the entry of a change. */
  andStore(also: () => void): void {
    this.#also = also;
  }

  /** Writes down that it was done. Whatever stores the change is handed this, and does it in the same transaction: both are stored or neither. */
  readonly write = (): void => {
    this.#append(200, null, null, this.#changed ?? []);
    this.#also();
    this.#isWritten = true;
  };

  /** Writes down that it was done, where nothing has yet; what is known is then what was asked for. */
  done(body: unknown): void {
    if (this.#isWritten) return;
    this.#append(200, reasonIn(body), null, this.#changed ?? asAskedFor(body));
    this.#isWritten = true;
  }

  /** Writes down that it was refused, or failed after it was stored. */
  failed({ status, message, extras }: Problem, body: unknown): void {
    // What was found in a field may be a secret that went astray; which field it was may be told.
    const detail = extras.errors ? `refused: ${extras.errors.map(({ field }) => field).join(', ')}` : message;
    this.#append(status, reasonIn(body), detail, this.#changed ?? []);
  }

  #append(status: number, reason: string | null, detail: string | null, changes: readonly Changed[]): void {
    const { author, token = null, role, address, request, method, path } = this.#facts;
    const zones = [...this.#zones].map(displayName);
    const entry = {
      author,
      token,
      role,
      address,
      request,
      method,
      path,
      zones,
      status,
      reason: reason ?? reasonOf(changes),
      detail,
      changes,
    };
    this.#audit?.append(JSON.parse(withoutSecrets(JSON.stringify(entry))) as Omit<AuditEntry, 'number' | 'at'>);
  }
}

const MOST_REASON = 500;

function reasonIn(body: unknown): string | null {
  const reason = (body as { reason?: unknown } | null | undefined)?.reason;
  return typeof reason === 'string' && reason !== '' ? reason.slice(0, MOST_REASON) : null;
}

/** The reason that what was set has, where the call did not say one itself. */
function reasonOf(changes: readonly Changed[]): string | null {
  return changes.map(({ after }) => reasonIn(after)).find(reason => reason !== null) ?? null;
}
