import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';

/** The subprotocol that a client must offer [MQTT-6.0.0-3] and the server must choose [MQTT-6.0.0-4]. */
const SUBPROTOCOL = 'mqtt';

type WebSocketDeps = Readonly<{
  server: HttpServer | HttpsServer;
  onConnection: (stream: Duplex, socket: Socket) => void;
  maxPacketBytes: number;
}>;

/** Turns the upgrades that arrive at an HTTP server into byte streams of MQTT. */
export const attachWebSocket = ({ server, onConnection, maxPacketBytes }: WebSocketDeps): void => {
  const upgrader = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxPacketBytes,
    handleProtocols: () => SUBPROTOCOL,
  });

  server.on('request', (_request, response) => {
    response.writeHead(426, { upgrade: 'websocket', connection: 'close' }).end();
  });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
    if (!offered?.includes(SUBPROTOCOL)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    upgrader.handleUpgrade(request, socket, head, (webSocket) => {
      onConnection(streamOf(webSocket), request.socket);
    });
  });
};

const streamOf = (webSocket: WebSocket): Duplex => {
  // MQTT packets travel in binary frames; anything else closes the connection [MQTT-6.0.0-1].
  webSocket.on('message', (_data, isBinary) => {
    if (!isBinary) webSocket.terminate();
  });
  return createWebSocketStream(webSocket, {
    // One frame for what was written in one turn: aedes writes a packet in half a dozen pieces.
    writev: (chunks, done) => {
      webSocket.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
    },
  });
};
