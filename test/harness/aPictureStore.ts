import { createServer, type ServerResponse } from 'node:http';

/** An object store on this machine: each name is answered as told, every other with 404. */
export type PictureStore = {
  readonly origin: string;
  readonly put: (name: string, answer: Buffer | ((response: ServerResponse) => void)) => string;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export async function aPictureStore(): Promise<PictureStore> {
  const objects = new Map<string, Buffer | ((response: ServerResponse) => void)>();
  const server = createServer(({ url = '' }, response) => {
    const object = objects.get(url.slice(1));
    if (object === undefined) response.writeHead(404).end();
    else if (Buffer.isBuffer(object)) response.end(object);
    else object(response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    origin,
    put: (name, answer) => {
      objects.set(name, answer);
      return `${origin}/${name}`;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
