import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createMediaRoutes } from '../../controller/http/media.ts';

// A process of its own, so that the clients do not share its event loop: `media-server.ts FOLDER NAME`.
const [folder = '', name = ''] = process.argv.slice(2);
const content = readFileSync(join(folder, `${name}.mp3`));

const app = new Hono();
app.get('/bare/:file', (c) => c.body(content, 200, { 'content-type': 'audio/mpeg' }));
const deps = { assetDir: folder, isServable: async () => true };
app.route('/media', createMediaRoutes({ ...deps, cacheBytes: 256 * 1024 * 1024 }));
app.route('/cold', createMediaRoutes({ ...deps, cacheBytes: 0 }));

const server = createServer(getRequestListener(app.fetch));
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
