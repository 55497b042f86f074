import { z } from 'zod';
import { isWebhookUrl, WEBHOOK_URL_EXPECTED } from '../lib/webhook-url.ts';
import { DEFAULT_WEBHOOK_KINDS, WEBHOOK_TEMPLATES } from '../model/webhook.ts';
import { eventKind, eventLevel } from './event-contract.ts';
import { expected, VISIBLE_TEXT } from './expected.ts';

const time = z.iso.datetime({ offset: true });
const NAME = expected('1 to 100 characters of text, none of them a control character');
const TEMPLATE = expected(WEBHOOK_TEMPLATES.join(', '));
// What was found may be a secret, so that it is not shown.
const SECRET = 'expected 8 to 200 visible characters of ASCII';
const URL_ERROR = `expected ${WEBHOOK_URL_EXPECTED}`;

const template = z.enum(WEBHOOK_TEMPLATES, { error: TEMPLATE });

export const newWebhook = z.strictObject({
  url: z
    .string({ error: URL_ERROR })
    .max(2000, { error: URL_ERROR })
    .refine(isWebhookUrl, { error: URL_ERROR })
    .meta({ description: 'Where events are posted. Shown to nobody whole afterwards.' }),
  name: z
    .string({ error: NAME })
    .regex(VISIBLE_TEXT, { error: NAME })
    .max(100, { error: NAME })
    .optional()
    .meta({ description: 'Who it is.' }),
  template: template.optional().meta({
    description:
      '`json` (where left out) for programs; `slack` for Slack and robots that take the same; `dingtalk` for robots of DingTalk.',
  }),
  secret: z
    .string({ error: SECRET })
    .regex(/^[!-~]{8,200}$/, { error: SECRET })
    .optional()
    .meta({ description: 'What is sent is signed with it. Shown to nobody afterwards.' }),
  zones: z
    .array(z.string())
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Events of these zones alone; where left out, all, and those that are about no zone.' }),
  kinds: z
    .array(eventKind)
    .min(1)
    .max(100)
    .optional()
    .meta({ description: `Events of these kinds alone; where left out: ${DEFAULT_WEBHOOK_KINDS.join(', ')}.` }),
  level: eventLevel.optional().meta({ description: 'Events of this level and those above it; `info`, that is all, where left out.' }),
});
export type NewWebhook = z.infer<typeof newWebhook>;

export const webhookView = z.object({
  id: z.string(),
  name: z.string().nullable(),
  url: z.string().meta({ description: 'Where it leads, without its path and query, which may be secrets.' }),
  template,
  signed: z.boolean(),
  zones: z.array(z.string()).nullable(),
  kinds: z.array(eventKind),
  level: eventLevel,
  author: z.string().meta({ description: 'Who made it.' }),
  created: time,
  waiting: z.int().meta({ description: 'Events that wait to be sent, up to 1000.' }),
  delivered: z.int(),
  dropped: z.int().meta({ description: 'Events that were given up: a day old, or with a thousand behind them.' }),
  failures: z.int().meta({ description: 'Tries in a row that failed.' }),
  last_success: time.nullable(),
  last_error: z.object({ at: time, message: z.string() }).nullable().meta({ description: 'Of the last try; null where it succeeded.' }),
  next_try: time.nullable(),
});
export type WebhookView = z.infer<typeof webhookView>;

export const webhookList = z.object({ webhooks: z.array(webhookView) });
export type WebhookList = z.infer<typeof webhookList>;

export const webhookTest = z.object({
  ok: z.boolean(),
  status: z.int().nullable().meta({ description: 'Of HTTP; null where there was no answer.' }),
  error: z.string().nullable(),
  took_ms: z.int(),
});
export type WebhookTestView = z.infer<typeof webhookTest>;

export const webhookSchemas = { NewWebhook: newWebhook, Webhook: webhookView, WebhookList: webhookList, WebhookTest: webhookTest };
