import { z } from 'zod';
import { dnsSchema } from './monitor/dns.ts';
import { execSchema } from './monitor/exec.ts';
import { grpcSchema } from './monitor/grpc.ts';
import { httpSchema } from './monitor/http.ts';
import { httpsSchema } from './monitor/https.ts';
import { icmpSchema } from './monitor/icmp.ts';
import { tcpSchema } from './monitor/tcp.ts';
import { tlsSchema } from './monitor/tls.ts';

/** Every type of monitor that a file can name. */
const TYPES = [
  httpSchema, //
  httpsSchema,
  tlsSchema,
  tcpSchema,
  dnsSchema,
  grpcSchema,
  icmpSchema,
  execSchema,
] as const;

const TYPE = `one of ${TYPES.map(({ shape }) => shape.type.value).join(', ')}`;

/** The definition of a check: one member a type. */
export const monitorSchema = z.discriminatedUnion('type', TYPES, {
  error: issue => (issue.code === 'invalid_union' ? TYPE : "a monitor's keys, such as { type: http, port: 8080 }"),
});

export type MonitorInput = z.output<typeof monitorSchema>;

/** What a file may say of a monitor of this type. */
export type MonitorInputOf<Type extends MonitorInput['type']> = Extract<MonitorInput, { readonly type: Type }>;
