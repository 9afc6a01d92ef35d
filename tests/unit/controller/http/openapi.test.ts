import { beforeAll, describe, expect, it } from 'vitest';
import { createHttpWorld, type HttpWorld } from '../../../support/http-world.ts';
import {
  type OpenApiDocument,
  type Operation,
  openApiDocument,
  operationsOf,
} from '../../../support/open-api.ts';

let world: HttpWorld;
let document: OpenApiDocument;
let operations: Operation[];
beforeAll(async () => {
  world = await createHttpWorld();
  document = openApiDocument.parse(await (await world.app.request('/api/v1/openapi.json')).json());
  operations = operationsOf(document);
});

/** Every `$ref` of a value, however deep. */
const refsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
  );
};

describe('the OpenAPI document', () => {
  it('describes every route of the API, and no other', () => {
    const prefix = '/api/v1';
    const routes = world.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith(`${prefix}/`))
      .map(({ method, path }) => `${method} ${path.slice(prefix.length).replace(/:(\w+)/g, '{$1}')}`)
      .filter((name) => name !== 'GET /openapi.json');
    expect(operations.map(({ name }) => name).sort()).toEqual([...new Set(routes)].sort());
    expect(operations.length).toBeGreaterThan(25);
  });

  it('names every parameter of every path', () => {
    for (const { name, path, details } of operations) {
      const inPath = (details.parameters ?? []).flatMap((parameter) =>
        parameter.in === 'path' ? [parameter.name] : [],
      );
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      expect(inPath.sort(), name).toEqual(named.sort());
    }
  });

  it('gives every operation a success, and a problem for everything else', () => {
    for (const { name, details } of operations) {
      expect(Object.keys(details.responses), name).toContainEqual(expect.stringMatching(/^20\d$/));
      expect(details.responses.default?.content, name).toEqual({
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      });
    }
  });

  it('refers to nothing that it does not hold', () => {
    const held = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(refsIn(document).filter((ref) => !held.includes(ref))).toEqual([]);
  });

  it('says that signing in is by cookie or token, but for what must be open', () => {
    expect(document).toMatchObject({ security: [{ cookie: [] }, { token: [] }] });
    expect(document.components.securitySchemes).toEqual({
      cookie: { type: 'apiKey', in: 'cookie', name: 'tt_session' },
      token: { type: 'http', scheme: 'bearer', description: expect.any(String) },
    });
    expect(
      operations
        .filter(({ isOpen }) => isOpen)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      'POST /claims',
      'POST /password-links/choose',
      'POST /password-links/read',
      'POST /sign-in',
      'POST /sign-in/code',
      'POST /sign-out',
    ]);
  });
});
