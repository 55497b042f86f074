import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who may call, and with what. */
export interface StandInKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of a role: the call must carry it, too. */
  readonly securityToken?: string;
  /** When it runs out, in milliseconds since the epoch. */
  readonly expiresAtMs?: number;
}

/** Why a call is not let in, with the code and the words that are documented for it. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const QUARTER_HOUR_MS = 15 * 60_000;

/** Encoding of the RPC style of Alibaba Cloud: RFC 3986, with nothing but its unreserved characters left as they are. */
export function encodeRpc(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What is signed: all parameters but the signature, by name, encoded, and encoded once more as a whole. */
export function stringToSign(method: string, parameters: ReadonlyMap<string, string>): string {
  const pairs = [...parameters].filter(([name]) => name !== 'Signature').sort(([a], [b]) => (a < b ? -1 : 1));
  const canonical = pairs.map(([name, value]) => `${encodeRpc(name)}=${encodeRpc(value)}`).join('&');
  return `${method}&${encodeRpc('/')}&${encodeRpc(canonical)}`;
}

/** Lets calls in as the service does. */
export class Gate {
  readonly #keys: () => readonly StandInKey[];
  readonly #now: () => number;
  readonly #nonces = new Set<string>();

  constructor(keys: () => readonly StandInKey[], now: () => number) {
    this.#keys = keys;
    this.#now = now;
  }

  /** Undefined: the call is good. */
  refusalOf(method: string, parameters: ReadonlyMap<string, string>): Refusal | undefined {
    const missing = ['Action', 'AccessKeyId', 'Signature', 'SignatureNonce', 'Timestamp', 'Version'].find(name => !parameters.get(name));
    if (missing) return { status: 400, code: `Missing${missing}`, message: `${missing} is mandatory for this action.` };
    if (parameters.get('Version') !== '2015-01-09')
      return { status: 400, code: 'InvalidVersion', message: 'Specified parameter Version is not valid.' };
    return this.#keyRefusal(method, parameters) ?? this.#freshnessRefusal(parameters);
  }

  #keyRefusal(method: string, parameters: ReadonlyMap<string, string>): Refusal | undefined {
    const key = this.#keys().find(({ accessKeyId }) => accessKeyId === parameters.get('AccessKeyId'));
    if (!key) return { status: 404, code: 'InvalidAccessKeyId.NotFound', message: 'Specified access key is not found.' };
    if (key.securityToken !== parameters.get('SecurityToken'))
      return { status: 400, code: 'InvalidSecurityToken.Malformed', message: 'Specified SecurityToken is malformed.' };
    if (key.expiresAtMs !== undefined && this.#now() >= key.expiresAtMs)
      return { status: 400, code: 'InvalidSecurityToken.Expired', message: 'Specified SecurityToken is expired.' };
    const text = stringToSign(method, parameters);
    const expected = createHmac('sha1', `${key.accessKeySecret}&`).update(text).digest();
    const found = Buffer.from(parameters.get('Signature')!, 'base64');
    if (found.length === expected.length && timingSafeEqual(found, expected)) return undefined;
    return {
      status: 400,
      code: 'SignatureDoesNotMatch',
      message: `Specified signature is not matched with our calculation. server string to sign is:${text}`,
    };
  }

  #freshnessRefusal(parameters: ReadonlyMap<string, string>): Refusal | undefined {
    const at = Date.parse(parameters.get('Timestamp')!);
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(parameters.get('Timestamp')!) || Number.isNaN(at))
      return { status: 400, code: 'InvalidTimeStamp.Format', message: 'Specified time stamp or date value is not well formatted.' };
    if (Math.abs(this.#now() - at) > QUARTER_HOUR_MS)
      return { status: 400, code: 'InvalidTimeStamp.Expired', message: 'Specified time stamp or date value is expired.' };
    const nonce = parameters.get('SignatureNonce')!;
    if (this.#nonces.has(nonce)) return { status: 400, code: 'SignatureNonceUsed', message: 'Specified signature nonce was used already.' };
    this.#nonces.add(nonce);
    return undefined;
  }
}
