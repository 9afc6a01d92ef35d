import type { AttackField } from './attack-field.ts';

/** What is tried, what must come of it, and the trying, which gives what came of it in the same words. */
export type Attack = readonly [attack: string, refusal: string, act: (field: AttackField) => Promise<string>];

/** `403 Area_NotAllowed`, or the status alone of what is no refusal of ours. */
export const verdictIn = ({ status, text }: { status: number; text: string }): string =>
  [String(status), status < 400 ? undefined : /"code":"(\w+)"/.exec(text)?.[1]]
    .filter((part) => part !== undefined)
    .join(' ');

/** What a plain request answers, at any address of the server. */
export const at =
  (path: string, init: RequestInit = {}) =>
  async ({ url, administrator }: AttackField): Promise<string> => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { cookie: administrator, ...init.headers },
    });
    return verdictIn({ status: response.status, text: await response.text() });
  };
