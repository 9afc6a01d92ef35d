import { z } from 'zod';
import type { HttpWorld } from './http-world.ts';

const response = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional(),
});
const operation = z.looseObject({
  summary: z.string().min(1),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.enum(['path', 'query', 'header', 'cookie']) }))
    .optional(),
  responses: z.record(z.string(), response),
});

/** As much of an OpenAPI 3.1 document as tests read. */
export const openApiDocument = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operation),
  ),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    securitySchemes: z.record(z.string(), z.unknown()),
  }),
});
export type OpenApiDocument = z.infer<typeof openApiDocument>;

export type Operation = Readonly<{
  /** `GET /areas/{code}`. */
  name: string;
  method: string;
  /** Below `/api/v1`, as the document writes it. */
  path: string;
  isOpen: boolean;
  details: z.infer<typeof operation>;
}>;

export const operationsOf = (document: OpenApiDocument): Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, details]) => {
      const method = verb.toUpperCase();
      return { name: `${method} ${path}`, method, path, isOpen: details.security?.length === 0, details };
    }),
  );

/** Sends an operation as anybody could: parameters made up, an empty JSON body where there may be one. */
export const sendOperation = (
  { app }: HttpWorld,
  { method, path }: Operation,
  headers: Readonly<Record<string, string>> = {},
): Response | Promise<Response> => {
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(method);
  return app.request(`/api/v1${path.replace(/\{\w+\}/g, '25')}`, {
    method,
    headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: '{}' } : {}),
  });
};
