// Stands between every test and the platform and holds both to the contract: each request below /api (unless the test
// says `X-Test-Invalid: 1`, which is taken off), each answer, each event of a feed. What happened is written to
// build/coverage for tests/contract/coverage.mjs; what was wrong is kept until the test asks with `check()`.
import http from 'node:http';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Contract } from './contract.mjs';
import { Listener } from './listener.mjs';
import { EventParser } from './sse.mjs';

const coverage = fileURLToPath(new URL('../../build/coverage/', import.meta.url));
let count = 0;

export class Proxy {
    #listener = new Listener((request, response) => this.#pass(request, response));
    #contract = new Contract();
    #seen = new Set();
    violations = [];

    constructor(upstreamPort) {
        this.upstreamPort = upstreamPort;
    }

    async listen() {
        await this.#listener.listen();
        this.port = this.#listener.port;
        return this;
    }

    // Throws when anything broke the contract since the last check.
    check() {
        const found = this.violations.splice(0);
        if (found.length) throw new Error(`the contract was broken:\n  ${[...new Set(found)].join('\n  ')}`);
    }

    async close() {
        await this.#listener.close();
        mkdirSync(coverage, { recursive: true });
        writeFileSync(`${coverage}${process.pid}-${++count}.json`, JSON.stringify([...this.#seen].sort(), null, 1));
    }

    #blame(what, wrong) {
        this.violations.push(...wrong.map((sentence) => `${what}: ${sentence}`));
    }

    async #pass(request, response) {
        const chunks = [];
        try {
            for await (const chunk of request) chunks.push(chunk);
        } catch {
            return;  // the client went away
        }
        const body = Buffer.concat(chunks);
        const { 'x-test-invalid': invalid, ...headers } = request.headers;
        const [path, query] = request.url.split('?');
        const found = path.startsWith('/api/') ? this.#contract.find(request.method, path) : undefined;
        const what = `${request.method} ${path}`;
        if (found && !invalid) this.#blame(`${what} (request)`, this.#contract.judgeRequest(found, headers, new URLSearchParams(query), body.toString()));
        const upstream = http.request({ port: this.upstreamPort, host: '127.0.0.1', method: request.method, path: request.url, headers, agent: false });
        upstream.on('error', () => response.destroy());
        upstream.on('response', (answer) => this.#answer({ what, path, found, method: request.method }, answer, response));
        response.on('close', () => upstream.destroy());
        upstream.end(body);
    }

    #answer(asked, answer, response) {
        response.shouldKeepAlive = false;  // a client must not reuse a connection that a restart is about to close
        response.writeHead(answer.statusCode, answer.rawHeaders);
        answer.on('error', () => response.destroy());
        if (answer.headers['content-type'] === 'text/event-stream') return this.#stream(asked, answer, response);
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
            const body = Buffer.concat(chunks);
            this.#judge(asked, answer, body.toString());
            response.end(body);
        });
    }

    #judge({ what, path, found, method }, answer, text) {
        const status = answer.statusCode;
        if (!path.startsWith('/api/')) return this.#blame(what, this.#contract.judgeCommon(answer.headers));
        if (method === 'HEAD') return undefined;
        const { by, wrong, reason } = this.#contract.judgeAnswer(found?.operation, status, answer.headers, text);
        this.#seen.add(`${by} ${status} ${reason}`);
        return this.#blame(`${what} → ${status}`, wrong);
    }

    #stream(asked, answer, response) {
        const { operation } = asked.found;
        this.#judge(asked, answer, null);
        response.flushHeaders();
        const parser = new EventParser();
        const decoder = new TextDecoder();
        answer.on('data', (chunk) => {
            for (const event of parser.push(decoder.decode(chunk, { stream: true }))) {
                this.#seen.add(`${operation.id} event ${event.name}`);
                this.#blame(`${asked.what} event ${event.name}`, this.#contract.judgeEvent(operation, event));
            }
            response.write(chunk);
        });
        answer.on('end', () => response.end());
    }
}
