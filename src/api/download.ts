/** An answer that is no JSON and comes as it is made: an export of many lines. */
export class Download {
  readonly type: string;
  /** What the file is called where one is made of it. */
  readonly name: string;
  readonly pieces: AsyncIterable<string>;

  constructor(type: string, name: string, pieces: AsyncIterable<string>) {
    this.type = type;
    this.name = name;
    this.pieces = pieces;
  }
}
