import { z } from 'zod';
import { EVENT_KINDS, EVENT_LEVELS } from '../model/event.ts';
import { expected, VISIBLE_TEXT } from './expected.ts';

const MOST = 1000;
const time = z.iso.datetime({ offset: true });
const LEVEL = expected(EVENT_LEVELS.join(', '));
const TEXT = expected('1 to 500 characters of text, none of them a control character');
const LIMIT = expected(`an integer from 1 to ${MOST}`);

export const eventKind = z.enum(EVENT_KINDS, { error: expected(EVENT_KINDS.join(', ')) });
export const eventLevel = z.enum(EVENT_LEVELS, { error: LEVEL });

/** A parameter that may come several times. */
function oneOrMore<Item extends z.ZodType>(item: Item, what: string) {
  return z.union([item, z.array(item).max(100)], { error: expected(what) }).optional();
}

const text = (description: string) =>
  z.string({ error: TEXT }).regex(VISIBLE_TEXT, { error: TEXT }).max(500, { error: TEXT }).optional().meta({ description });

const moment = (description: string) =>
  z.iso
    .datetime({ offset: true, error: expected('an RFC 3339 time') })
    .optional()
    .meta({ description });

const ID = expected('the id of an event');
const id = z.string({ error: ID }).regex(/^\d{1,16}$/, { error: ID });

const filters = {
  zone: oneOrMore(z.string(), 'the name of a zone').meta({
    description: 'Events of this zone alone; may come several times. Those that are about no zone are left out.',
  }),
  kind: oneOrMore(eventKind, EVENT_KINDS.join(', ')).meta({ description: 'Events of this kind alone; may come several times.' }),
  level: eventLevel.optional().meta({ description: 'Events of this level and those above it.' }),
};

export const eventsQuery = z.strictObject({
  ...filters,
  after: id.optional().meta({ description: 'Begin with the events after the one of this id; the header `Last-Event-ID` goes before it.' }),
});
export type EventsQuery = z.infer<typeof eventsQuery>;

export const historyQuery = z.strictObject({
  ...filters,
  target: text('Events about this, as `target` has it, and about what is below it.'),
  author: text('Events whose author has this in it: a name, or the id of a token.'),
  text: text('Events whose message or target has this in it, in upper or lower case.'),
  from: moment('Not before this time.'),
  until: moment('Before this time.'),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d{0,2}|1000)$/, { error: LIMIT })
    .optional()
    .meta({ description: `At most so many, from 1 to ${MOST}; 100 where left out.` }),
  cursor: z.string().optional().meta({ description: 'The `next` of the page before.' }),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

export const eventView = z.object({
  id: z.int().meta({ description: 'Grows from event to event, over restarts too.' }),
  at: time,
  kind: eventKind,
  level: eventLevel,
  zone: z.string().nullable(),
  target: z.string().nullable().meta({ description: 'What it is about, as operators write it.' }),
  generation: z.int().nullable().meta({ description: 'That of the answers which carry it.' }),
  author: z.string().nullable(),
  message: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])).meta({
    description: 'What the message says, for machines.',
  }),
});
export type EventView = z.infer<typeof eventView>;

export const historyList = z.object({
  events: z.array(eventView).meta({ description: 'The newest first.' }),
  next: z.string().nullable().meta({ description: 'The `cursor` of the next page; null where this is the last.' }),
});
export type HistoryList = z.infer<typeof historyList>;

export const eventSchemas = { Event: eventView, History: historyList };
