import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttackField, createAttackField, innards } from '../support/attacks/attack-field.ts';
import { foreignMembers, textPayloads, valuePayloads } from '../support/attacks/payloads.ts';
import type { MatrixRequest } from '../support/matrix/matrix-world.ts';
import type { Operation } from '../support/open-api.ts';

let field: AttackField;
beforeAll(async () => {
  field = await createAttackField();
});
afterAll(() => field.stop());

const json = { 'content-type': 'application/json' };
const isStream = ({ details }: Operation): boolean =>
  details.responses['200']?.content?.['text/event-stream'] !== undefined;
const readings = (): Operation[] =>
  field.operations.filter((operation) => operation.method === 'GET' && !isStream(operation));
const changes = (): Operation[] => field.operations.filter(({ method }) => method !== 'GET');
/** Changes with a JSON body that is fine. */
const withBody = async (): Promise<{ operation: Operation; request: MatrixRequest & { body: object } }[]> => {
  const found: { operation: Operation; request: MatrixRequest & { body: object } }[] = [];
  for (const operation of changes()) {
    const request = operation.isOpen ? null : await field.fine(operation);
    if (request?.body) found.push({ operation, request: { ...request, body: request.body } });
  }
  return found;
};
const names = ({ details }: Operation, where: 'path' | 'query'): string[] =>
  (details.parameters ?? []).flatMap((parameter) => (parameter.in === where ? [parameter.name] : []));

/** Why an answer gives something away, or null. */
const slipOf = ({ status, text }: { status: number; text: string }): string | null => {
  if (status >= 500) return `${status} ${text.slice(0, 200)}`;
  const inside = innards.exec(text)?.[0];
  return inside === undefined ? null : `tells of ${inside}`;
};

describe('attack: text where a filter or an address is expected, in every operation', () => {
  it('each parameter of a query -> a refusal or an ordinary answer, nothing from inside, nothing changed', async () => {
    const before = field.digest();
    const slips: string[] = [];
    for (const operation of readings())
      for (const name of names(operation, 'query'))
        for (const [kind, payload] of textPayloads) {
          const path = operation.path.replace(/\{\w+\}/g, field.own.commune);
          const slip = slipOf(await field.send(`${path}?${name}=${encodeURIComponent(payload)}`));
          if (slip) slips.push(`${operation.name} ${name}, ${kind}: ${slip}`);
        }
    expect(slips).toEqual([]);
    expect(field.digest()).toBe(before);
  }, 120_000);

  it('each part of a path -> as if it did not exist, nothing changed', async () => {
    const before = field.digest();
    const slips: string[] = [];
    for (const operation of field.operations.filter((one) => !isStream(one) && names(one, 'path').length > 0))
      for (const [kind, payload] of textPayloads) {
        const path = operation.path.replace(/\{\w+\}/g, () => encodeURIComponent(payload));
        const init =
          operation.method === 'GET' ? {} : { method: operation.method, headers: json, body: '{}' };
        const answer = await field.send(path, init);
        const slip = slipOf(answer) ?? (answer.status < 400 ? `${answer.status} ${answer.text}` : null);
        if (slip) slips.push(`${operation.name}, ${kind}: ${slip}`);
      }
    expect(slips).toEqual([]);
    expect(field.digest()).toBe(before);
  }, 120_000);

  it('bytes that are no text, and the same parameter twice -> a refusal or an ordinary answer', async () => {
    const slips: string[] = [];
    for (const operation of readings())
      for (const name of names(operation, 'query')) {
        const path = operation.path.replace(/\{\w+\}/g, field.own.commune);
        for (const query of [
          `${name}=%ff%fe`,
          `${name}=%`,
          `${name}=1&${name}=2`,
          `${name}[]=1`,
          `${name}[$ne]=1`,
        ]) {
          const slip = slipOf(await field.send(`${path}?${query}`));
          if (slip) slips.push(`${operation.name} ${query}: ${slip}`);
        }
      }
    expect(slips).toEqual([]);
  }, 120_000);
});

describe('attack: bodies that bring more than they should, in every operation', () => {
  it.each(foreignMembers)('a member %s -> refused, and taken nowhere', async (name, value) => {
    const taken: string[] = [];
    for (const { operation, request } of await withBody()) {
      if (name in request.body) continue;
      const body = JSON.stringify({ ...request.body, [name]: value });
      const answer = await field.send(request.path, { method: operation.method, headers: json, body });
      if (answer.status !== 400)
        taken.push(`${operation.name}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
    expect(taken).toEqual([]);
    expect(field.holds('mass_assigned')).toBe(false);
  });

  it.each([
    ['__proto__', '{"isAdmin":true,"role":"administrator"}'],
    ['constructor', '{"prototype":{"isAdmin":true}}'],
    ['prototype', '{"isAdmin":true}'],
  ])('a prototype by way of %s -> refused, and no object has it', async (name, value) => {
    const taken: string[] = [];
    for (const { operation, request } of await withBody()) {
      const body = JSON.stringify(request.body).replace(
        /\}$/,
        `${request.body && Object.keys(request.body).length > 0 ? ',' : ''}"${name}":${value}}`,
      );
      const answer = await field.send(request.path, { method: operation.method, headers: json, body });
      if (answer.status !== 400)
        taken.push(`${operation.name}: ${answer.status} ${answer.text.slice(0, 200)}`);
    }
    expect(taken).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  it('values of another type in each member -> refused, never a fault of the server', async () => {
    const slips: string[] = [];
    for (const { operation, request } of await withBody())
      for (const member of Object.keys(request.body))
        for (const [kind, value] of valuePayloads) {
          const { [member]: _, ...rest }: Record<string, unknown> = { ...request.body };
          const head = JSON.stringify(rest).replace(/\}$/, Object.keys(rest).length > 0 ? ',' : '');
          const body = `${head}${JSON.stringify(member)}:${value}}`;
          const slip = slipOf(
            await field.send(request.path, { method: operation.method, headers: json, body }),
          );
          if (slip) slips.push(`${operation.name} ${member}, ${kind}: ${slip}`);
        }
    expect(slips).toEqual([]);
  }, 120_000);

  it('depth without end, and no object at all -> refused', async () => {
    const bodies = [
      `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      ...['null', '1', '"x"', '[]', 'true', ''],
    ];
    const taken: string[] = [];
    for (const { operation, request } of await withBody())
      for (const [n, body] of bodies.entries()) {
        const answer = await field.send(request.path, { method: operation.method, headers: json, body });
        if (answer.status !== 400)
          taken.push(`${operation.name}, body ${n}: ${answer.status} ${answer.text.slice(0, 100)}`);
      }
    expect(taken).toEqual([]);
  }, 120_000);
});

describe('attack: a page of somebody else that sends in the name of who is signed in', () => {
  const refused = '403 Request_ForeignOrigin';
  const asForeign: readonly (readonly [string, string, Record<string, string>])[] = [
    ['from another origin', refused, { origin: 'https://evil.example', ...json }],
    ['from a page without origin', refused, { origin: 'null', ...json }],
    ['from another site, as the browser says', refused, { 'sec-fetch-site': 'cross-site', ...json }],
    ['from a sister site', refused, { 'sec-fetch-site': 'same-site', ...json }],
    ['JSON as plain text, which needs no preflight', '415 Request_NotJson', { 'content-type': 'text/plain' }],
    ['a form', '415 Request_NotJson', { 'content-type': 'application/x-www-form-urlencoded' }],
  ];
  it.each(asForeign)('each change, %s -> %s', async (_, refusal, headers) => {
    const before = field.digest();
    const isForm = refusal.startsWith('415');
    const taken: string[] = [];
    for (const operation of changes()) {
      const path = operation.path.replace(/\{\w+\}/g, field.own.commune);
      if (isForm && operation.name === 'POST /bulletins') continue;
      const answer = await field.send(path, { method: operation.method, headers, body: '{"a":1}' });
      const said = `${answer.status} ${/"code":"(\w+)"/.exec(answer.text)?.[1]}`;
      if (said !== refusal) taken.push(`${operation.name}: ${said}`);
    }
    expect(taken).toEqual([]);
    expect(field.digest()).toBe(before);
  });

  it('each reading, as GET and as HEAD, with words that ask for another method -> changes nothing', async () => {
    const paths: string[] = [];
    for (const operation of field.operations.filter((one) => !isStream(one) && !one.isOpen)) {
      const request = await field.fine(operation);
      if (request) paths.push(request.path);
    }
    const before = field.digest();
    const answered: number[] = [];
    for (const path of paths)
      for (const method of ['GET', 'HEAD']) {
        const join = path.includes('?') ? '&' : '?';
        const headers = {
          'x-http-method-override': 'DELETE',
          'x-method-override': 'DELETE',
          'x-http-method': 'DELETE',
        };
        answered.push((await field.send(`${path}${join}_method=DELETE`, { method, headers })).status);
      }
    expect(answered.filter((status) => status >= 500)).toEqual([]);
    expect(answered.filter((status) => status === 200).length).toBeGreaterThan(40);
    expect(field.digest()).toBe(before);
  });
});

describe('attack: what answers give away, in every operation', () => {
  it('each answer -> never sniffed, framed or kept by a cache, and says nothing of the server', async () => {
    const slips: string[] = [];
    for (const operation of readings()) {
      const request = await field.fine(operation);
      const { headers } = await field.send(request?.path ?? operation.path);
      const said = [
        headers.get('x-content-type-options') === 'nosniff' ? '' : 'may be sniffed',
        headers.get('x-frame-options') === 'DENY' ? '' : 'may be framed',
        headers.get('content-security-policy')?.includes("frame-ancestors 'none'")
          ? ''
          : 'may be framed by policy',
        /no-store|private/.test(headers.get('cache-control') ?? '') ? '' : 'may be kept',
        headers.has('server') || headers.has('x-powered-by') ? 'names the server' : '',
        headers.has('access-control-allow-origin') ? 'is for other sites' : '',
      ].filter((complaint) => complaint !== '');
      if (said.length > 0) slips.push(`${operation.name}: ${said.join(', ')}`);
    }
    expect(slips).toEqual([]);
  });

  it('each table -> cells that a spreadsheet would run are text', async () => {
    const formulas = ['=1+1', '+1', '-1+1', '@SUM(A1)', '＝1'];
    const { store, directory } = field.composed;
    const { communeKey } = field.own;
    for (const [n, name] of formulas.entries())
      await directory.addClusters([
        {
          ...{ id: `clu_f${n}`, areaKey: communeKey, zoneKey: null, name, latitude: null, longitude: null },
          ...{ horns: 1, watts: 50, createdAt: 0, retiredAt: null, isDemo: false },
        },
      ]);
    await store.playbacks.insert(
      formulas.map((title, n) => ({
        ...{ itemId: `itm_f${n}`, deviceId: `dev_f${n}`, clusterId: `clu_f${n}`, areaKey: communeKey },
        ...{ sessionId: null, title, class: 'normal', sha256: 'a'.repeat(64), programVersion: 1 },
        ...{ plannedStart: Date.now() - 60_000, plannedEnd: Date.now() - 30_000, startedAt: null },
        ...{ finishedAt: null, outcome: 'unknown', reason: 'no-report', grade: null, clockErrorMs: null },
        ...{ deviation: null, lateEvidence: false, updatedAt: 0, isDemo: false },
      })),
    );
    const tables = field.operations.filter(
      ({ method, details }) =>
        method === 'GET' && details.responses['200']?.content?.['text/csv'] !== undefined,
    );
    expect(tables.length).toBeGreaterThan(1);
    const slips: string[] = [];
    for (const operation of tables) {
      const { status, text } = await field.send((await field.fine(operation))?.path ?? operation.path);
      expect(status, operation.name).toBe(200);
      const cells = text
        .replace('\ufeff', '')
        .split(/\r?\n/)
        .flatMap((line) => line.split(','));
      slips.push(
        ...cells
          .filter((cell) => /^"?[=+@＝\t\r]|^"?-(?!\d+(\.\d+)?"?$)/.test(cell))
          .map((cell) => `${operation.name}: ${cell}`),
      );
      if (operation.path === '/playbacks.csv')
        for (const formula of formulas) expect(text).toContain(`'${formula}`);
    }
    expect(slips).toEqual([]);
  });
});
