/** Every way to ask a name server who it is: names of class CH (RFC 4892), and an option of EDNS (RFC 5001). */
export const IDENTITY_QUESTIONS = ['version.bind', 'version.server', 'hostname.bind', 'id.server', 'nsid'] as const;

export type IdentityQuestion = (typeof IDENTITY_QUESTIONS)[number];

/** Whether a text is one of them. */
export function isIdentityQuestion(text: string): text is IdentityQuestion {
  return (IDENTITY_QUESTIONS as readonly string[]).includes(text);
}
