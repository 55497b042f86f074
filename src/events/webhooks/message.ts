import { createHmac } from 'node:crypto';
import { viewEvent } from '../../lib/event-view.ts';
import type { LoggedEvent } from '../../model/event.ts';
import type { Webhook, WebhookTemplate } from '../../model/webhook.ts';

/** What is to be told at once. */
export interface Letter {
  /** The same for every try of the same events. */
  readonly delivery: string;
  readonly events: readonly LoggedEvent[];
  /** Events before these that were given up since the last letter. */
  readonly dropped: number;
}

/** A call to make. */
export interface WebhookCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const LONGEST_LINE = 300;

/** The body that a template makes, one for each. */
const BODIES: Readonly<Record<WebhookTemplate, (letter: Letter, id: string) => object>> = {
  json: ({ delivery, events, dropped }, webhook) => ({ webhook, delivery, dropped, events: events.map(viewEvent) }),
  // Slack reads &, < and > as its own marks (docs.slack.dev, "Formatting message text").
  slack: letter => ({ text: textOf(letter).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;') }),
  dingtalk: letter => ({ msgtype: 'text', text: { content: textOf(letter) } }),
};

/**
 * The call that tells a webhook of events. With a secret it is signed: `Meridian-Signature: t=SECONDS,v1=HEX`, the HMAC-SHA256 of
 * `SECONDS.BODY`; for DingTalk as its robots want it, in the query.
 */
export function callFor({ id, url, template, secret }: Webhook, letter: Letter, nowMs: number): WebhookCall {
  const body = JSON.stringify(BODIES[template](letter, id));
  const headers = { 'content-type': 'application/json; charset=utf-8', 'meridian-delivery': letter.delivery };
  if (secret === undefined) return { url, headers, body };
  if (template === 'dingtalk') return { url: signedForDingTalk(url, secret, nowMs), headers, body };
  const seconds = Math.floor(nowMs / 1000);
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return { url, headers: { ...headers, 'meridian-signature': `t=${seconds},v1=${signature}` }, body };
}

/** open.dingtalk.com, "Customize robot security settings": the HMAC-SHA256 of `MILLISECONDS\nSECRET`, in base64. */
function signedForDingTalk(url: string, secret: string, nowMs: number): string {
  const timestamp = String(Math.floor(nowMs));
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
  const signed = new URL(url);
  signed.searchParams.set('timestamp', timestamp);
  signed.searchParams.set('sign', sign);
  return signed.href;
}

/** For people, a line for each event. Meridian's name is in it: a robot may take only messages with a word of its own. */
function textOf({ events, dropped }: Letter): string {
  const head = `Meridian: ${events.length} ${events.length === 1 ? 'event' : 'events'}${dropped === 0 ? '' : `, ${dropped} before them were left out`}`;
  return [head, ...events.map(lineOf)].join('\n');
}

function lineOf({ atMs, level, message }: LoggedEvent): string {
  const mark = level === 'info' ? '' : `[${level}] `;
  const line = `${new Date(atMs).toISOString().slice(11, 19)}Z ${mark}${message}`;
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE - 1)}…` : line;
}
