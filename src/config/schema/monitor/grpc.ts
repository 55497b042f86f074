import { z } from 'zod';
import { text, wholeNumber } from '../scalar.ts';
import { strictMap } from '../strict-map.ts';
import { RHYTHM } from './rhythm.ts';

const AUTHORITY = 'a host name, with a port or without';

/** A monitor of type `grpc`. */
export const grpcSchema = strictMap("a monitor's keys, such as { type: grpc, port: 50051 }", {
  type: z.literal('grpc'),
  port: wholeNumber(1, 65535),
  service: z
    .string({ error: "a service's name such as shop.v1.Orders" })
    .regex(/^[\w./-]{0,255}$/, { error: "a service's name such as shop.v1.Orders" })
    .default(''),
  tls: z.boolean({ error: 'true or false' }).default(false),
  verify: z.boolean({ error: 'true or false' }).exactOptional(),
  authority: text(AUTHORITY)
    .regex(/^[\w.:[\]-]+$/, { error: AUTHORITY })
    .exactOptional(),
  ...RHYTHM,
});
