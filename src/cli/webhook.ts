import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type WebhookView, webhookList, webhookTest, webhookView } from '../api/contract.ts';
import { UsageError } from '../config/usage-error.ts';
import { webhookFlags } from '../config/webhook-flags.ts';
import { type CallFlags, clientOf, examples, withClientFlags } from './client-command.ts';
import type { EventFilterFlags } from './event-pages.ts';
import { CommandFailure } from './failure.ts';
import { type Io, printJson } from './io.ts';
import { plain, table } from './table.ts';

interface CreateFlags extends CallFlags, Pick<EventFilterFlags, 'zone' | 'kind' | 'level'> {
  readonly template: string;
  readonly secretFile?: string;
  readonly name?: string;
}

/** Longer than the server waits for the receiver. */
const TEST_PATIENCE_MS = 30_000;

/** `meridian webhook`: makes, lists, tests and deletes webhooks. */
export function addWebhook(program: Command, io: Io): void {
  const parent = program
    .command('webhook')
    .description('have events posted to programs and chat robots')
    .helpCommand('help [command]', 'show how a command is used');
  const create = parent
    .command('create')
    .description('make a webhook')
    .argument('<url>', 'where events are posted; "-" reads it from standard input');
  for (const option of webhookFlags()) create.addOption(option);
  withClientFlags(create)
    .addHelpText(
      'after',
      examples(
        'webhook create https://hooks.example.com/meridian --secret-file hook.secret',
        'webhook create - --template dingtalk < robot.url',
      ),
    )
    .action((url: string, flags: CreateFlags) => createWebhook(io, url, flags));
  withClientFlags(parent.command('list').description('list the webhooks, and how far each has come'))
    .addHelpText('after', examples('webhook list', 'webhook list --json'))
    .action((flags: CallFlags) => listWebhooks(io, flags));
  withClientFlags(parent.command('test').description('post a test to a webhook at once').argument('<id>', 'its id, whk_…'))
    .addHelpText('after', examples('webhook test whk_k3v5wq7a'))
    .action((id: string, flags: CallFlags) => testWebhook(io, id, flags));
  withClientFlags(parent.command('delete').description('delete a webhook, and what waits for it').argument('<id>', 'its id, whk_…'))
    .addHelpText('after', examples('webhook delete whk_k3v5wq7a'))
    .action((id: string, flags: CallFlags) => deleteWebhook(io, id, flags));
}

async function createWebhook(
  io: Io,
  given: string,
  { template, secretFile, name, zone, kind, level, ...flags }: CreateFlags,
): Promise<void> {
  const url = given === '-' ? readFileSync(0, 'utf8').trim() : given;
  const secret = secretFile === undefined ? undefined : readSecret(secretFile);
  const wanted = { url, template, secret, name, zones: zone, kinds: kind, level };
  const webhook = await clientOf(flags).send(webhookView, 'POST', '/v1/webhooks', wanted);
  if (flags.json) printJson(io, webhook);
  else io.out(`webhook ${webhook.id}: ${webhook.template} to ${webhook.url}; ./meridian webhook test ${webhook.id} tries it`);
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new UsageError(`--secret-file: expected a file that can be read (${(error as NodeJS.ErrnoException).code}), found "${file}"`);
  }
}

async function listWebhooks(io: Io, flags: CallFlags): Promise<void> {
  const list = await clientOf(flags).get(webhookList, '/v1/webhooks');
  if (flags.json) printJson(io, list);
  else if (list.webhooks.length === 0) io.out('no webhooks');
  else
    io.out(
      table(['ID', 'NAME', 'TEMPLATE', 'TO', 'DELIVERED', 'WAITING', 'DROPPED', 'LAST SUCCESS', 'LAST ERROR'], list.webhooks.map(row)),
    );
}

function row({ id, name, template, url, delivered, waiting, dropped, last_success, last_error }: WebhookView): string[] {
  const error = last_error === null ? '-' : `${second(last_error.at)} ${last_error.message}`;
  return [
    id,
    name ?? '-',
    template,
    url,
    String(delivered),
    String(waiting),
    String(dropped),
    last_success === null ? '-' : second(last_success),
    error,
  ];
}

async function testWebhook(io: Io, id: string, flags: CallFlags): Promise<void> {
  const path = `/v1/webhooks/${encodeURIComponent(id)}/test`;
  const tried = await clientOf(flags, TEST_PATIENCE_MS).send(webhookTest, 'POST', path);
  if (flags.json) printJson(io, tried);
  else if (tried.ok) io.out(`webhook ${id} took it in ${tried.took_ms} ms, with status ${tried.status}`);
  if (!tried.ok) throw new CommandFailure(flags.json ? '' : `webhook ${id} did not take it: ${plain(tried.error ?? '')}`);
}

async function deleteWebhook(io: Io, id: string, flags: CallFlags): Promise<void> {
  const webhook = await clientOf(flags).send(webhookView, 'DELETE', `/v1/webhooks/${encodeURIComponent(id)}`);
  if (flags.json) printJson(io, webhook);
  else io.out(`webhook ${id} is deleted${webhook.waiting === 0 ? '' : `, and ${webhook.waiting} events with it that waited`}`);
}

/** A time to the second, UTC. */
function second(time: string): string {
  return `${time.slice(0, 19)}Z`;
}
