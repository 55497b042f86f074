import { randomUUID } from 'node:crypto';
import type { DrillAccess } from '../api/drill-access.ts';
import { listen } from '../api/listen.ts';
import { createApi } from '../api/server.ts';
import type { ShiftAccess } from '../api/shift-access.ts';
import { systemClock as clock } from '../lib/clock.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import { tokensEqual } from '../store/admin-token.ts';
import type { Answering } from './answering.ts';
import { ApiCertificate } from './api-certificate.ts';
import { AuditKeeper } from './audit-keeper.ts';
import type { DatabaseKeeper } from './database-keeper.ts';
import { eventAccess } from './eventing.ts';
import { exposureAccess } from './exposing.ts';
import type { Facts } from './facts.ts';
import type { Inputs } from './inputs.ts';
import { keepTokens } from './keep-tokens.ts';
import { startMeasuring } from './measuring.ts';
import { createOperations } from './operations.ts';
import { ttlPlanner } from './plan-ttl.ts';
import type { Reloader } from './reload.ts';
import type { Watching } from './watching.ts';
import { keepWebhooks } from './webhooking.ts';

/** What the API sees and changes. */
export interface ApiParts extends Answering {
  readonly reloader: Reloader;
  readonly database: DatabaseKeeper;
  readonly watching: Watching;
  readonly drills: DrillAccess;
  readonly shifts: ShiftAccess;
}

/** The API that is served. */
export interface ServedApi {
  readonly at: SocketAddress;
  /** Has its certificate read again, where it has one. */
  readonly renewCertificate: () => void;
}

/** Serves the API. Throws ApiListenError or TlsFileError. */
export async function startApi(facts: Facts, inputs: Inputs, parts: ApiParts, stack: AsyncDisposableStack): Promise<ServedApi> {
  const { options, version, log, counters, faults, started } = facts;
  const { token, hosts, health, verdicts } = inputs;
  const { fleet } = parts.watching;
  const certificate = options.apiTls && new ApiCertificate({ files: options.apiTls, log, clock });
  const renewCertificate = () => certificate?.renew(api);
  const seen = { health, verdicts, fleet, resolutions: hosts.names.known, renewCertificate };
  const operations = createOperations({ ...parts, ...seen, counters, faults, log, clock, started });
  const tokens = stack.use(keepTokens(facts, inputs, fleet));
  const onAuditFault = (error: unknown) => faults.note('old entries of the audit could not be removed', error);
  const audit = stack.use(new AuditKeeper({ store: inputs.store.audit, clock, onFault: onAuditFault }));
  const tls = certificate?.first;
  const api = createApi({
    operations,
    fleet,
    exposure: exposureAccess(facts, parts),
    drills: parts.drills,
    shifts: parts.shifts,
    measures: startMeasuring(facts, inputs, { ...parts, certificateExpiresAtMs: () => certificate?.expiresAtMs }, stack),
    planTtl: ttlPlanner({ control: parts.control, health, clock }),
    events: eventAccess(facts, inputs.history, { tokens, stack }),
    webhooks: keepWebhooks(facts, inputs, stack),
    tokens,
    audit,
    keptCalls: inputs.store.idempotency,
    newRequestId: randomUUID,
    token: token.token,
    tokensEqual,
    tls,
    clock,
    version,
    logger: log,
  });
  stack.defer(() => api.close());
  return { at: await listen(api, options.api), renewCertificate };
}
