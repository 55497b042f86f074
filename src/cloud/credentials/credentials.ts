/** What calls of Alibaba Cloud are signed with. No field of it is ever in a log, an error, a plan or a metric. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of a role that was assumed (STS). */
  readonly securityToken?: string | undefined;
}

/** Where credentials come from. */
export interface CredentialsSource {
  /** Those in force. Throws CredentialsError where there are none. */
  get(signal: AbortSignal): Promise<Credentials>;
  /** The service would not have them any more: the next are fetched anew, whatever is remembered. */
  drop(): void;
}

/** Why there are no credentials; in words that have none of them in it. */
export class CredentialsError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CredentialsError';
  }
}

/** A text without any of the credentials, as they are and as forms encode them, once or twice. */
export function withoutCredentials(text: string, { accessKeyId, accessKeySecret, securityToken }: Credentials): string {
  const secrets = [accessKeySecret, securityToken, accessKeyId].filter(secret => secret !== undefined && secret !== '');
  const written = secrets.flatMap(secret => [secret!, encodeURIComponent(secret!), encodeURIComponent(encodeURIComponent(secret!))]);
  return written.sort((a, b) => b.length - a.length).reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}
