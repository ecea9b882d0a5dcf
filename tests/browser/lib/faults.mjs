// The network between the browser and the platform, which a test can make bad: an answer held back, cut off after the
// platform has committed, cut in its middle, ended too early, garbled, replaced by a captive portal's page; a request that
// arrives twice; every feed cut; the whole way down.
// It also remembers each request, so that a test can say "nothing was sent" or "the same key was used twice".
// Otherwise it passes bytes on unchanged, so cookies, compression and streams are the platform's own.
import http from 'node:http';
import { Listener } from '../../harness/listener.mjs';
import { patience } from './patience.mjs';

export class Network {
    #listener;
    #rules = [];
    #feeds = new Set();
    #down = false;
    requests = []; // {method, path, key, status} in order of arrival; status once an answer was passed on

    // `tls`: {key, cert} of the platform's own certificate, for a browser that wants https also on this computer.
    constructor(upstreamPort, tls) {
        this.#listener = new Listener((request, response) => this.#pass(request, response), tls);
        this.upstreamPort = upstreamPort;
        this.scheme = tls ? 'https' : 'http';
    }

    async listen() {
        await this.#listener.listen();
        this.port = this.#listener.port;
        this.origin = `${this.scheme}://localhost:${this.port}`;
        return this;
    }

    async close() {
        await this.#listener.close();
    }

    sent(method, path) {
        return this.requests.filter((request) => request.method === method && request.path === path);
    }

    // The next answer to (method, path) is fetched from the platform, so it is committed there, and then kept.
    // `arrived` settles when the platform has answered; `release()` lets it go on; `drop()` cuts the connection.
    hold(method, path) {
        const rule = { method, path, kind: 'hold' };
        rule.arrived = new Promise((resolve, reject) => {
            let late = null;
            let told = false;
            rule.wait = () => {
                if (!told) late ??= setTimeout(() => reject(new Error(`${method} ${path} was not sent`)), patience);
            };
            rule.tell = () => {
                told = true;
                clearTimeout(late);
                resolve();
            };
        });
        rule.arrived.catch(() => {}); // a test that does not wait for it is not told
        const decided = new Promise((resolve) => { rule.decide = resolve; });
        this.#rules.push({ ...rule, decided });
        return {
            get arrived() { rule.wait(); return rule.arrived; }, // patience counts from when somebody waits
            release: () => rule.decide('pass'),
            drop: () => rule.decide('cut'),
        };
    }

    // The next answer to (method, path) is lost after the platform has committed. Settles when that has happened.
    lose(method, path) {
        const held = this.hold(method, path);
        return held.arrived.then(held.drop);
    }

    // What comes of the next request to (method, path) is spoiled, after the platform has committed:
    //   'cut'         the connection breaks in the middle of the answer
    //   'half_close'  it is ended there, in good order, as if that were all
    //   'garbled'     the answer's bytes are others
    //   'twice'       the request arrives twice at once; the second one's answer is passed on
    //   'proxy_404'   a proxy says 404, in HTML
    //   'contradicted' that it was redeemed becomes that it had been before
    spoil(method, path, how) {
        this.#rules.push({ method, path, kind: how });
    }

    // The next `times` requests to (method, path) get a captive portal's page: 200, HTML, and the platform is not asked.
    portal(method, path, times = 1) {
        for (let i = 0; i < times; i++) this.#rules.push({ method, path, kind: 'portal' });
    }

    // The next request to (method, path) is lost before it reaches the platform.
    refuse(method, path) {
        this.#rules.push({ method, path, kind: 'refuse' });
    }

    // How many feeds are open.
    get feeds() {
        return this.#feeds.size;
    }

    cutFeeds() {
        for (const response of this.#feeds) response.destroy();
    }

    // Every connection is cut and every further request fails, until `up`.
    down() {
        this.#down = true;
        this.#listener.cut();
    }

    up() {
        this.#down = false;
    }

    #rule(request, path) {
        const at = this.#rules.findIndex((rule) => rule.method === request.method && rule.path === path);
        return at < 0 ? null : this.#rules.splice(at, 1)[0];
    }

    #pass(request, response) {
        if (this.#down) return request.socket.destroy();
        const path = request.url.split('?')[0];
        const seen = { method: request.method, path, url: request.url, key: request.headers['idempotency-key'] ?? null };
        this.requests.push(seen);
        const rule = this.#rule(request, path);
        if (rule?.kind === 'portal') {
            response.writeHead(200, { 'content-type': 'text/html' });
            return response.end('<!doctype html><title>Welcome</title><p>Accept the terms of this network.');
        }
        if (rule?.kind === 'refuse') return request.socket.destroy();
        if (rule && rule.kind !== 'hold') return this.#spoil(request, response, rule.kind, seen);
        const upstream = http.request({
            host: '127.0.0.1', port: this.upstreamPort, method: request.method, path: request.url, headers: request.headers,
        });
        upstream.on('response', (answer) => this.#answer(answer, response, rule, seen));
        upstream.on('error', () => response.destroy());
        response.on('close', () => { if (!response.writableFinished && rule === null) upstream.destroy(); });
        request.pipe(upstream);
    }

    async #spoil(request, response, how, seen) {
        const sent = Buffer.concat(await request.toArray());
        const ask = () => new Promise((resolve, reject) => {
            const { 'accept-encoding': _, ...headers } = request.headers; // what is spoiled is read here
            const upstream = http.request({ host: '127.0.0.1', port: this.upstreamPort, method: request.method, path: request.url, headers });
            upstream.on('response', async (answer) => resolve({ status: answer.statusCode, head: answer.rawHeaders, body: Buffer.concat(await answer.toArray()) }));
            upstream.on('error', reject);
            upstream.end(sent);
        });
        const answers = await Promise.all(how === 'twice' ? [ask(), ask()] : [ask()]);
        const { status, head, body } = answers.at(-1);
        seen.status = status;
        if (how === 'twice') return response.writeHead(status, head).end(body);
        if (how === 'contradicted') {
            const { redemption: _, ...answer } = JSON.parse(body);
            const told = JSON.stringify({ ...answer, outcome: 'refused', reason: 'already_redeemed' });
            return response.writeHead(status, { 'content-type': 'application/json' }).end(told);
        }
        if (how === 'proxy_404') return response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>');
        if (how === 'garbled') return response.writeHead(status, head).end(body.map((byte, i) => (i % 7 === 3 ? byte ^ 0x15 : byte)));
        response.writeHead(status, head);
        response.write(body.subarray(0, body.length / 2));
        return how === 'cut' ? setImmediate(() => response.socket?.resetAndDestroy()) : response.socket.end();
    }

    async #answer(answer, response, rule, seen) {
        seen.status = answer.statusCode;
        const head = () => response.writeHead(answer.statusCode, answer.rawHeaders);
        if (rule === null) {
            const feed = (answer.headers['content-type'] ?? '').startsWith('text/event-stream');
            if (feed) this.#feeds.add(response);
            response.on('close', () => this.#feeds.delete(response));
            answer.on('error', () => response.destroy());
            head().flushHeaders();
            return answer.pipe(response);
        }
        const body = Buffer.concat(await answer.toArray());
        rule.tell();
        if ((await rule.decided) === 'cut') return response.destroy();
        return head().end(body);
    }
}
