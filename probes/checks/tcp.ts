import { connect } from 'node:net';
import type { TcpCheck } from '../../src/model/monitor.ts';
import type { Check } from '../check.ts';
import { hostOf, throughConnection } from '../connection.ts';

/** Passes as soon as a TCP connection stands; nothing is sent. */
export const checkTcp: Check<TcpCheck> = (settings, address, { deadline }) =>
  throughConnection(deadline, conclude =>
    connect({ host: hostOf(address), port: settings.port }, () => conclude({ ok: true, reason: 'connected' })),
  );
