import type { Webhook } from '../../model/webhook.ts';

/** What a receiver answered. */
export interface WebhookAnswer {
  readonly status: number;
  /** The beginning of its body. */
  readonly text: string;
  /** How long it asks to wait with the next call, in milliseconds; undefined: it does not say. */
  readonly retryAfterMs: number | undefined;
}

const LONGEST = 200;

/** Why an answer means that nothing was taken; undefined where it was. No secret of the webhook is in it. */
export function refusalIn(webhook: Webhook, { status, text }: WebhookAnswer): string | undefined {
  if (status < 200 || status > 299) return `it answered with status ${status}`;
  return webhook.template === 'dingtalk' ? dingTalkRefusal(webhook, text) : undefined;
}

/** DingTalk refuses with status 200, and says why in its body. */
function dingTalkRefusal(webhook: Webhook, text: string): string | undefined {
  try {
    const { errcode, errmsg } = JSON.parse(text) as { errcode?: unknown; errmsg?: unknown };
    if (errcode === 0) return undefined;
    return withoutSecretsOf(webhook, `it answered with errcode ${errcode}: ${errmsg}`);
  } catch {
    return 'it did not answer as a robot of DingTalk does';
  }
}

/** Why a call came to no answer. The message of the error may name the URL; its code does not. */
export function failureIn(error: unknown): string {
  const { name, code, cause } = error as { name?: unknown; code?: unknown; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'it did not answer in time';
  const known = cause?.code ?? code;
  return typeof known === 'string' ? `it cannot be reached: ${known}` : 'it cannot be reached';
}

/** A text of a receiver, which may send back what it was sent. */
function withoutSecretsOf({ url, secret }: Webhook, text: string): string {
  const { searchParams, pathname } = new URL(url);
  const secrets = [secret, ...searchParams.values(), ...pathname.split('/')].filter(each => each !== undefined && each.length > 5);
  const plain = text.replace(/\p{Cc}/gu, ' ');
  return secrets.reduce<string>((rest, each) => rest.replaceAll(each!, '…'), plain).slice(0, LONGEST);
}
