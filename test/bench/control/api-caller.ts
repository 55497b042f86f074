import { Agent, request } from 'node:http';

/** Calls the API over connections that stay, with as little work as can be: the bench shares the machine with what it measures. */
export class ApiCaller implements Disposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Gives the status and the body of the answer, read whole. */
  call(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly text: string }> {
    const text = body && JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${this.#token}`,
      ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    return new Promise((resolve, reject) => {
      const call = request(this.#url + path, { method, headers, agent: this.#agent }, answer => {
        let read = '';
        answer.setEncoding('utf8').on('data', piece => {
          read += piece;
        });
        answer.on('error', reject);
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: read }));
      });
      call.on('error', reject);
      call.end(text);
    });
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
