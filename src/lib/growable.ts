type Words = Uint8Array | Uint16Array | Uint32Array;

/** So few numbers are sooner written one by one. */
const SHORT = 32;

/** A typed array that grows as numbers are added; used to build tables whose size is not known before. */
export class Growable<T extends Words> {
  #values: T;
  readonly #make: (source: number | ArrayBufferLike) => T;
  length = 0;

  /** `make` builds the array: `source => new Uint32Array(source as number)`. */
  constructor(make: (source: number | ArrayBufferLike) => T) {
    this.#make = make;
    this.#values = make(64);
  }

  /** Adds one number and gives its index. */
  push(value: number): number {
    this.#reserve(1);
    this.#values[this.length] = value;
    return this.length++;
  }

  /** Adds all of them and gives the index of the first. */
  append(values: ArrayLike<number>): number {
    const { length } = values;
    const start = this.length;
    this.#reserve(length);
    const into = this.#values;
    if (length > SHORT) into.set(values, start);
    else for (let i = 0; i < length; i++) into[start + i] = values[i]!;
    this.length = start + length;
    return start;
  }

  get(index: number): number {
    return this.#values[index]!;
  }

  /** A copy of the values from `start` to `end`. */
  slice(start: number, end: number): T {
    return this.#values.slice(start, end) as T;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** What has been added, in shared memory that all threads read. Nothing is left here. */
  toShared(): T {
    const shared = this.#make(new SharedArrayBuffer(this.length * this.#values.BYTES_PER_ELEMENT));
    shared.set(this.#values.subarray(0, this.length));
    this.length = 0;
    this.#resize(0);
    return shared;
  }

  #reserve(count: number): void {
    if (this.length + count > this.#values.length) this.#resize(Math.max(2 * this.#values.length, this.length + count, 64));
  }

  /** What the array took before is free at once, not when the collector comes by: there may be hundreds of megabytes. */
  #resize(capacity: number): void {
    this.#values = this.#make((this.#values.buffer as ArrayBuffer).transfer(capacity * this.#values.BYTES_PER_ELEMENT));
  }
}

/** A Growable of 32-bit numbers. */
export function growableWords(): Growable<Uint32Array> {
  return new Growable(source => new Uint32Array(source as number));
}

/** A Growable of 16-bit numbers. */
export function growableHalves(): Growable<Uint16Array> {
  return new Growable(source => new Uint16Array(source as number));
}

/** A Growable of octets. */
export function growableOctets(): Growable<Uint8Array> {
  return new Growable(source => new Uint8Array(source as number));
}
