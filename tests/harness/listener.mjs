// An HTTP server of a test's own on a free port, which can be closed at once, whatever connections are still open.
// `tls`: {key, cert}, to speak HTTPS.
import http from 'node:http';
import https from 'node:https';
import { once } from 'node:events';

export class Listener {
    #server;
    #sockets = new Set();

    constructor(handle, tls) {
        this.#server = tls ? https.createServer(tls, handle) : http.createServer(handle);
        this.#server.on('connection', (socket) => {
            this.#sockets.add(socket);
            socket.on('close', () => this.#sockets.delete(socket));
        });
    }

    async listen() {
        this.#server.listen(0, '127.0.0.1');
        await once(this.#server, 'listening');
        this.port = this.#server.address().port;
        return this;
    }

    // Cuts every connection; new ones are still taken.
    cut() {
        for (const socket of this.#sockets) socket.destroy();
    }

    async close() {
        this.cut();
        this.#server.close();
        await once(this.#server, 'close');
    }
}
