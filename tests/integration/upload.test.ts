import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  receiveUpload,
  sweepUploads,
  type UploadOptions,
  type UploadResult,
} from '../../controller/http/multipart-upload.ts';

const boundary = 'formboundary';
const contentType = `multipart/form-data; boundary=${boundary}`;
const filePart = (content: Buffer | string, name = 'a.mp3', field = 'file'): Buffer =>
  Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: audio/mpeg\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
const fieldPart = (name: string, value: string): Buffer =>
  Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
const form = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);

let tmpDir = '';
let server: Server;
let options: Partial<UploadOptions> = {};
let results: Promise<UploadResult>[] = [];

beforeEach(async () => {
  tmpDir = mkdtempSync(join(tmpdir(), 'upload-'));
  options = {};
  results = [];
  server = createServer((incoming, outgoing) => {
    const result = receiveUpload(incoming, { tmpDir, ...options });
    results.push(result);
    result.then(
      (answer) => {
        outgoing.writeHead(answer.ok ? 201 : answer.status, { connection: 'close' });
        outgoing.end(JSON.stringify(answer));
      },
      () => outgoing.writeHead(500).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  rmSync(tmpDir, { recursive: true });
});

const port = (): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};
/** Sends a whole request; the answer is what the server's side got. */
const send = async (
  body: Buffer,
  headers: Record<string, string> = {},
): Promise<UploadResult | undefined> => {
  const sent = request({
    port: port(),
    host: '127.0.0.1',
    method: 'POST',
    headers: { 'content-type': contentType, 'content-length': String(body.length), ...headers },
  });
  // The server may answer and close before it read everything.
  sent.on('error', () => {});
  sent.end(body);
  await Promise.race([once(sent, 'response'), once(sent, 'close')]);
  return results.at(-1);
};
const open = async (start: string | Buffer): Promise<Socket> => {
  const socket = connect(port(), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(start);
  return socket;
};
const headOf = (lengthBytes: number): string =>
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${contentType}\r\nContent-Length: ${lengthBytes}\r\n\r\n`;
const files = (): string[] => readdirSync(tmpDir);
const fileAppears = async (): Promise<void> => {
  while (files().length === 0) await new Promise((resolve) => setImmediate(resolve));
};

describe('receiving an upload', () => {
  it('streams the file to disk and collects the fields', async () => {
    const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 31) % 256));
    const result = await send(
      form(fieldPart('title', 'Lịch cắt điện'), filePart(content), fieldPart('x', '')),
    );
    expect(result).toMatchObject({
      ok: true,
      file: { originalName: 'a.mp3', sizeBytes: content.length },
      fields: { title: 'Lịch cắt điện', x: '' },
    });
    const path = result?.ok ? result.file.path : '';
    expect(files()).toEqual([path.slice(tmpDir.length + 1)]);
    expect(path).toMatch(/\.part$/);
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it.each([
    ['../../../etc/cron.d/evil.mp3', 'evil.mp3'],
    ['..\\\\..\\\\evil.mp3', 'evil.mp3'],
    ['bản tin.mp3'.normalize('NFD'), 'bản tin.mp3'],
    ['/', 'audio'],
  ])('keeps a file called %j inside its folder', async (name, originalName) => {
    const result = await send(form(filePart('abc', name)));
    expect(result).toMatchObject({ ok: true, file: { originalName } });
    expect(files()).toHaveLength(1);
  });

  it('takes fields for data, whatever they are called', async () => {
    const result = await send(form(fieldPart('__proto__', 'x'), filePart('abc')));
    expect(result?.ok && Object.keys(result.fields)).toEqual(['__proto__']);
    expect(result?.ok && Object.getPrototypeOf(result.fields)).toBe(Object.prototype);
  });

  it('takes a file that just fits', async () => {
    options = { maxBytes: 1000 };
    expect(await send(form(filePart('x'.repeat(1000))))).toMatchObject({
      ok: true,
      file: { sizeBytes: 1000 },
    });
  });

  it('writes no faster than the disk takes', async () => {
    let held = 0;
    let mostHeld = 0;
    let written = 0;
    options = {
      createSink: () =>
        new Writable({
          highWaterMark: 64 * 1024,
          write(chunk: Buffer, _encoding, done) {
            held += chunk.length;
            mostHeld = Math.max(mostHeld, held);
            setImmediate(() => {
              held -= chunk.length;
              written += chunk.length;
              done();
            });
          },
        }),
    };
    const result = await send(form(filePart(Buffer.alloc(8_000_000))));
    expect(result?.ok).toBe(true);
    expect(written).toBe(8_000_000);
    expect(mostHeld).toBeLessThan(1_000_000);
  });
});

describe('refusing an upload leaves no file', () => {
  it.each<[string, Buffer, number, string]>([
    ['over the limit', form(filePart('x'.repeat(1001))), 413, 'Upload_TooLarge'],
    ['far over the limit', form(filePart('x'.repeat(3_000_000))), 413, 'Upload_TooLarge'],
    ['of two files', form(filePart('abc'), filePart('def', 'b.mp3', 'other')), 400, 'Upload_SeveralFiles'],
    ['of no file', form(fieldPart('title', 'abc')), 400, 'Upload_NoFile'],
    [
      'of a file field left alone',
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--${boundary}--\r\n`,
      ),
      400,
      'Upload_NoFile',
    ],
    ['of nothing', form(), 400, 'Upload_NoFile'],
    ['without its end', filePart('abc'), 400, 'Upload_Malformed'],
    ['with broken part headers', Buffer.from(`--${boundary}\r\n\0\0: x\r\n\r\nabc`), 400, 'Upload_Malformed'],
    [
      'with an endless field',
      form(fieldPart('title', 'x'.repeat(20_000)), filePart('abc')),
      400,
      'Upload_FieldsTooLarge',
    ],
    [
      'with endless fields',
      form(filePart('abc'), ...Array.from({ length: 31 }, (_, index) => fieldPart(`f${index}`, 'x'))),
      400,
      'Upload_FieldsTooLarge',
    ],
  ])('%s', async (_, body, status, code) => {
    options = { maxBytes: 1000 };
    const result = await send(body);
    expect(result).toMatchObject({
      ok: false,
      status,
      fault: { code, vi: expect.stringMatching(/\.$/), en: expect.stringMatching(/\.$/) },
    });
    expect(files()).toEqual([]);
  });

  it('without reading what announces itself as too large', async () => {
    const socket = await open(headOf(10_000_000_000));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });

  it('without a length, as soon as it is too large', async () => {
    options = { maxBytes: 1000 };
    const socket = await open(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${contentType}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = filePart('x'.repeat(100_000));
    socket.write(`${chunk.length.toString(16)}\r\n`);
    socket.write(chunk);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    expect(files()).toEqual([]);
    socket.destroy();
  });

  it.each([
    ['another type', { 'content-type': 'application/json' }],
    ['no boundary', { 'content-type': 'multipart/form-data' }],
  ])('of %s', async (_, headers) => {
    expect(await send(form(filePart('abc')), headers)).toMatchObject({
      status: 415,
      fault: { code: 'Upload_NotMultipart' },
    });
    expect(files()).toEqual([]);
  });

  it('when the connection breaks in the middle', async () => {
    const socket = await open(Buffer.concat([Buffer.from(headOf(1_000_000)), filePart('x'.repeat(100_000))]));
    await fileAppears();
    socket.destroy();
    expect(await results[0]).toMatchObject({ ok: false, fault: { code: 'Upload_Aborted' } });
    expect(files()).toEqual([]);
  });

  it('when the server is stopping', async () => {
    const controller = new AbortController();
    options = { signal: controller.signal };
    await open(Buffer.concat([Buffer.from(headOf(1_000_000)), filePart('x'.repeat(100_000))]));
    await fileAppears();
    controller.abort();
    expect(await results[0]).toMatchObject({ ok: false, fault: { code: 'Upload_Aborted' } });
    expect(files()).toEqual([]);
  });

  it('before its file is even open', async () => {
    let isOpen = (): void => {};
    const opened = new Promise<void>((resolve) => {
      isOpen = resolve;
    });
    options = {
      createSink: (path) =>
        new Writable({
          construct: (done) => {
            setTimeout(() => {
              writeFileSync(path, '');
              done();
              isOpen();
            }, 50);
          },
          write: (_chunk, _encoding, done) => done(),
        }),
    };
    const fields = Array.from({ length: 31 }, (_, index) => fieldPart(`f${index}`, 'x'));
    expect(await send(form(...fields, filePart(Buffer.alloc(500_000))))).toMatchObject({
      fault: { code: 'Upload_FieldsTooLarge' },
    });
    await opened;
    expect(files()).toEqual([]);
  });

  it('when the disk is full', async () => {
    options = {
      createSink: (path) => {
        writeFileSync(path, 'half');
        return new Writable({
          write: (_chunk, _encoding, done) =>
            done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })),
        });
      },
    };
    expect(await send(form(filePart(Buffer.alloc(500_000))))).toMatchObject({
      status: 507,
      fault: { code: 'Upload_DiskFull' },
    });
    expect(files()).toEqual([]);
  });

  it('when the folder is gone, which is a fault of the installation', async () => {
    options = { tmpDir: join(tmpDir, 'absent') };
    await expect(send(form(filePart('abc')))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('sweeping at start', () => {
  it('removes what an interrupted process left and nothing else', async () => {
    writeFileSync(join(tmpDir, 'a.part'), '');
    writeFileSync(join(tmpDir, 'kept.mp3'), '');
    expect(await sweepUploads(tmpDir)).toBe(1);
    expect(files()).toEqual(['kept.mp3']);
  });

  it('makes the folder where there is none', async () => {
    const folder = join(tmpDir, 'new', 'incoming');
    expect(await sweepUploads(folder)).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });
});
