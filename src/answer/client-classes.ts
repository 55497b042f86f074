import { type ClientTable, clientTable, relabel } from '../geo/client-table.ts';
import type { LocationTable } from '../geo/location-table.ts';
import { TRAITS, type Trait } from '../geo/location-traits.ts';
import type { PrefixTable } from '../geo/prefix-table.ts';
import { cutAlong, type Spot } from '../geo/spots.ts';
import { growableWords } from '../lib/growable.ts';
import { InternedRows } from '../lib/interned-rows.ts';
import type { Client } from '../model/location.ts';
import type { Subnet } from '../model/steering.ts';
import { type Classed, Classifier, type Crowd, placesOnly } from '../steering/client-classes.ts';
import type { ClientView } from '../steering/client-view.ts';
import type { ClientField } from '../steering/policy.ts';
import { CLASSING } from './table.ts';

/** How the clients of some record sets fall into classes. */
export interface Classing {
  /** Its number: where it stands in `ClientClasses.words`, in rows. */
  readonly number: number;
  /** For each client class, a client that stands for all of it. */
  readonly classes: readonly Client[];
}

/** What the ways to class clients come to, as answer tables carry it. */
export interface ClientClasses {
  readonly tables: readonly ClientTable[];
  /** Rows of CLASSING, and what they point to. */
  readonly words: Uint32Array;
  /** By the signature of a view. */
  readonly classings: ReadonlyMap<string, Classing>;
}

/** Views that are classed together, over one table. */
interface Group {
  /** By signature. */
  readonly views: Map<string, ClientView>;
  readonly blocks: Map<string, Subnet>;
}

/**
 * How many blocks, times how many views tell clients apart, one table is made for: more of them in one take long to be told apart, fewer make
 * more tables.
 */
const MOST = 500_000;

/**
 * Classes the clients of all views at once. Where thousands of trees look at clients in as many ways, what they have in common is found once:
 * the kinds of clients that none of them tells apart.
 */
export function classClients(views: Iterable<ClientView>, locations: LocationTable): ClientClasses {
  const groups = groupsOf(views);
  const writer = new ClassWriter(groups.reduce((sum, group) => sum + group.views.size, 0));
  const places = new Places(locations);
  const tables = groups.map((group, table) => classGroup(group, places, { table, writer }));
  return { tables, words: writer.finish(), classings: writer.classings };
}

/** One group for the views without blocks, one or more for those with blocks that ask for the place too, and as many for those that do not. */
function groupsOf(views: Iterable<ClientView>): readonly Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const view of views) {
    const kind = view.subnets.length === 0 ? 'places' : view.fields.size > 1 ? 'both' : 'blocks';
    let group = open.get(kind);
    if (!group || (!group.views.has(view.signature) && isFull(group, view))) {
      group = { views: new Map(), blocks: new Map() };
      groups.push(group);
      open.set(kind, group);
    }
    group.views.set(view.signature, view);
    for (const subnet of view.subnets) group.blocks.set(subnet.text, subnet);
  }
  return groups;
}

function isFull({ views, blocks }: Group, { subnets }: ClientView): boolean {
  const more = subnets.reduce((sum, { text }) => (blocks.has(text) ? sum : sum + 1), 0);
  return more > 0 && (views.size + 1) * (blocks.size + more) > MOST;
}

interface To {
  readonly table: number;
  readonly writer: ClassWriter;
}

function classGroup(group: Group, places: Places, { table: number, writer }: To): ClientTable {
  const views = [...group.views.values()];
  const { prefixes, crowd, clientOf } = clientsOf(group, places);
  const classifier = new Classifier(crowd);
  const classed = views.map(view => classifier.classify(view));
  const { kindOf, firstOf } = kindsOf(classed, clientOf, crowd.clients.length);
  views.forEach(({ signature }, i) => {
    const { classOf, firstOf: first } = classed[i]!;
    const classes = first.map(client => crowd.clients[client]!);
    writer.add(signature, { table: number, classOf: firstOf.map(client => classOf[client]!), classes });
  });
  return tableOf(prefixes, kindOf);
}

/** What was made last for prefixes that are still in use: a reload rarely changes how clients are told apart, and the tables are large. */
const MADE = new WeakMap<PrefixTable, { readonly kindOf: Uint32Array; readonly table: ClientTable }>();

function tableOf(prefixes: PrefixTable, kindOf: Uint32Array): ClientTable {
  const made = MADE.get(prefixes);
  if (made?.kindOf.every((kind, id) => kind === kindOf[id])) return made.table;
  const table = clientTable(prefixes, kindOf);
  MADE.set(prefixes, { kindOf, table });
  return table;
}

interface Distinct {
  readonly prefixes: PrefixTable;
  readonly crowd: Crowd;
  /** By id of `prefixes`, the number of the client that stands for it. */
  readonly clientOf: Uint32Array;
}

/** The clients that some views may tell apart. */
function clientsOf(group: Group, places: Places): Distinct {
  const { prefixes, groupOf, clients } = places.toldApartBy(new Set([...group.views.values()].flatMap(view => [...view.fields])));
  const blocks = [...group.blocks.values()];
  if (blocks.length === 0) return { prefixes, crowd: placesOnly(clients), clientOf: groupOf };
  const cut = cutAlong(places.relabelled(prefixes, groupOf), blocks);
  const clientOf = Uint32Array.from(cut.spots, (_, spot) => clients.length + spot);
  return { prefixes: cut.prefixes, crowd: crowdOf(clients, cut.spots, blocks), clientOf };
}

interface ToldApart {
  readonly prefixes: PrefixTable;
  /** By location the number of its group. */
  readonly groupOf: Uint32Array;
  /** By group a client of it. */
  readonly clients: readonly Client[];
}

/**
 * Locations between which nobody can tell are one: of a city database little is left where only countries are asked for. What was made for some
 * fields is good for all groups that ask for these.
 */
class Places {
  readonly #locations: LocationTable;
  readonly #known = new Map<string, ToldApart>();
  readonly #relabelled = new Map<Uint32Array, PrefixTable>();

  constructor(locations: LocationTable) {
    this.#locations = locations;
  }

  toldApartBy(fields: ReadonlySet<ClientField>): ToldApart {
    const asked = TRAITS.filter(trait => fields.has(trait));
    const known = this.#known.get(asked.join()) ?? this.#tellApart(asked);
    this.#known.set(asked.join(), known);
    return known;
  }

  /** The prefixes with groups for locations. */
  relabelled(prefixes: PrefixTable, groupOf: Uint32Array): PrefixTable {
    const known = this.#relabelled.get(groupOf) ?? relabel(prefixes, groupOf);
    this.#relabelled.set(groupOf, known);
    return known;
  }

  #tellApart(asked: readonly Trait[]): ToldApart {
    const { prefixes, locations, traits } = this.#locations;
    let groupOf = new Uint32Array(locations.length);
    for (const trait of asked) groupOf = finer(groupOf, traits[trait]);
    return { prefixes, groupOf, clients: firstOfEach(groupOf).map(id => ({ location: locations[id]!, address: undefined })) };
  }
}

function crowdOf(places: readonly Client[], spots: readonly Spot[], blocks: readonly Subnet[]): Crowd {
  const clients = [...places, ...spots.map(({ location, address }) => ({ location: places[location]!.location, address }))];
  const placeOf = Uint32Array.from(clients, (_, client) => spots[client - places.length]?.location ?? client);
  const inBlock = new Map<string, number[]>(blocks.map(({ text }) => [text, []]));
  spots.forEach((spot, i) => {
    for (const block of spot.blocks) inBlock.get(blocks[block]!.text)!.push(places.length + i);
  });
  return { clients, places: places.length, placeOf, inBlock };
}

/** Divides groups by numbers. Groups are numbered in the order in which they are met. */
function finer(groups: Uint32Array, numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const ids = new Map<number, number>();
  const finer = new Uint32Array(groups.length);
  for (let i = 0; i < groups.length; i++) {
    const key = groups[i]! * 2 ** 26 + numbers[i]!;
    let id = ids.get(key);
    if (id === undefined) {
      id = ids.size;
      ids.set(key, id);
    }
    finer[i] = id;
  }
  return finer;
}

/** Where each group is met first. */
function firstOfEach(groups: Uint32Array): number[] {
  const first: number[] = [];
  groups.forEach((group, i) => {
    if (group === first.length) first.push(i);
  });
  return first;
}

/** Where views and clients are so many, most clients are told apart by some view: they are not compared. */
const MOST_COMPARED = 4_000_000;

/** Clients that every view puts into one class are of one kind. `kindOf` is by id of the prefixes, `firstOf` gives a client of each kind. */
function kindsOf(classed: readonly Classed[], clientOf: Uint32Array, clients: number): { kindOf: Uint32Array; firstOf: readonly number[] } {
  let groups = new Uint32Array(clients);
  if (clientOf.length < clients && classed.length * clients > MOST_COMPARED) groups = groups.map((_, client) => client);
  else for (const { classOf, firstOf } of classed) if (firstOf.length > 1) groups = finer(groups, classOf);
  const kindOf = finer(
    new Uint32Array(clientOf.length),
    clientOf.map(client => groups[client]!),
  );
  return { kindOf, firstOf: firstOfEach(kindOf).map(id => clientOf[id]!) };
}

interface ClassRow {
  readonly table: number;
  /** By kind. */
  readonly classOf: readonly number[];
  readonly classes: readonly Client[];
}

/** Writes classings one behind the other; those that come to the same are one. */
class ClassWriter {
  readonly classings = new Map<string, Classing>();
  readonly #rows: Uint32Array;
  readonly #words = growableWords();
  readonly #written = new InternedRows(this.#words);

  constructor(count: number) {
    this.#rows = new Uint32Array(count * CLASSING.WIDTH);
  }

  add(signature: string, { table, classOf, classes }: ClassRow): void {
    const number = this.classings.size;
    const width = (classOf.length + 31) >> 5;
    const places = { classOf: this.#place(classOf), members: this.#place(membersOf(classOf, classes.length, width)) };
    const base = this.#rows.length;
    const row = number * CLASSING.WIDTH;
    this.#rows[row + CLASSING.TABLE] = table;
    this.#rows[row + CLASSING.CLASS_OF] = base + places.classOf;
    this.#rows[row + CLASSING.MEMBERS] = base + places.members;
    this.#rows[row + CLASSING.MEMBERS_WIDTH] = width;
    this.classings.set(signature, { number, classes });
  }

  /** Where numbers stand, behind their length. */
  #place(numbers: ArrayLike<number>): number {
    return this.#written.add([numbers.length, ...Array.from(numbers)]) + 1;
  }

  finish(): Uint32Array {
    const words = this.#words.toShared();
    const all = new Uint32Array(new SharedArrayBuffer(4 * (this.#rows.length + words.length)));
    all.set(this.#rows);
    all.set(words, this.#rows.length);
    return all;
  }
}

/** For each class a bitmap of its kinds. */
function membersOf(classOf: readonly number[], classes: number, width: number): Uint32Array {
  const members = new Uint32Array(classes * width);
  classOf.forEach((clientClass, kind) => {
    members[clientClass * width + (kind >> 5)]! |= 1 << (kind & 31);
  });
  return members;
}
