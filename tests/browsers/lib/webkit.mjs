// WebKitGTK's MiniBrowser over W3C WebDriver, by plain HTTP. Each tab is a session of its own, which begins with an empty
// profile; WebKitWebDriver has one at a time.
//     const webkit = await WebKit.launch({ display, home, certificate });
//     const tab = await webkit.open();
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { freePort } from '../../harness/server.mjs';

const binary = process.env.MINIBROWSER ?? `/usr/lib/${{ x64: 'x86_64', arm64: 'aarch64' }[process.arch]}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;

export class WebKit {
    static language = 'en'; // of the system: MiniBrowser takes no other
    static pastesPictures = false; // 2.50 tells a page that something is pasted, but gives it neither picture nor file
    static keepsCookiesOfHttp = false; // not even Secure ones of this computer
    lines = [];

    // `certificate`: of this host alone, and trusted whoever signed it; the driver offers nothing else.
    static async launch({ display, home, certificate }) {
        const webkit = new WebKit();
        webkit.port = await freePort();
        webkit.certificate = certificate;
        webkit.driver = spawn('WebKitWebDriver', [`--port=${webkit.port}`, '--host=127.0.0.1'], {
            stdio: ['ignore', 'pipe', 'pipe'],
            env: {
                ...process.env, DISPLAY: display.name, HOME: home, XDG_RUNTIME_DIR: home, GDK_BACKEND: 'x11', TZ: 'Asia/Shanghai',
                LIBGL_ALWAYS_SOFTWARE: '1',
                WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', // which root may not make
            },
        });
        for (const stream of [webkit.driver.stdout, webkit.driver.stderr]) createInterface(stream).on('line', (line) => webkit.lines.push(line));
        await webkit.#ready();
        return webkit;
    }

    async #ready() {
        for (;;) {
            if (this.driver.exitCode !== null) throw new Error(`WebKitWebDriver ended:\n${this.lines.join('\n')}`);
            if (await this.send('GET', '/status').catch(() => null)) return;
        }
    }

    async send(method, path, body) {
        const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
        const { value } = await answer.json();
        if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
        return value;
    }

    async version() {
        return `WebKitGTK/${this.known}`;
    }

    async open() {
        const { sessionId, capabilities } = await this.send('POST', '/session', {
            capabilities: {
                alwaysMatch: {
                    'webkitgtk:browserOptions': {
                        binary, args: ['--automation'],
                        certificates: [{ host: 'localhost', certificateFile: this.certificate }],
                    },
                    timeouts: { script: 120_000 },
                },
            },
        });
        this.known = capabilities.browserVersion;
        const tab = new Tab(this, `/session/${sessionId}`);
        await tab.send('POST', '/window/rect', { x: 0, y: 0, width: 1400, height: 880 });
        return tab;
    }

    async close() {
        const ended = once(this.driver, 'exit');
        this.driver.kill();
        await ended;
    }
}

// Runs in the page, where a script answers by calling its last argument.
const settle = 'const done = arguments[arguments.length - 1]; Promise.resolve(0).then(() => EXPRESSION).then((value) => done({ value }), (error) => done({ error: String(error) }));';

// Runs in the page: keeps what goes wrong in it from here on, over reloads too.
function keepFaults() {
    const keep = (fault) => { sessionStorage.setItem('test.faults', JSON.stringify([...JSON.parse(sessionStorage.getItem('test.faults') ?? '[]'), String(fault)])); };
    addEventListener('error', ({ message }) => keep(message));
    addEventListener('unhandledrejection', ({ reason }) => keep(reason));
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => keep(`policy violated: ${effectiveDirective} ${blockedURI}`));
    const { error } = console;
    console.error = (...said) => { keep(said.join(' ')); error(...said); };
}

class Tab {
    constructor(webkit, path) {
        Object.assign(this, { webkit, path });
    }

    send(method, path, body) { return this.webkit.send(method, this.path + path, body); }

    // The protocol tells of no errors on a page, so they are heard once its scripts have begun.
    async go(url) {
        await this.send('POST', '/url', { url });
        await this.evaluate(`(${keepFaults})()`);
    }

    async reload() {
        await this.send('POST', '/refresh', {});
        await this.evaluate(`(${keepFaults})()`);
    }

    faults() { return this.evaluate('JSON.parse(sessionStorage.getItem("test.faults") ?? "[]")'); }

    // The value, or what its promise settles to.
    async evaluate(expression) {
        const { value, error } = await this.send('POST', '/execute/async', { script: settle.replace('EXPRESSION', () => expression), args: [] });
        if (error) throw new Error(error);
        return value;
    }

    #act(...actions) { return this.send('POST', '/actions', { actions }); }

    click({ x, y }) {
        return this.#act({
            type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [
                { type: 'pointerMove', x: Math.round(x), y: Math.round(y) }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 },
            ],
        });
    }

    wheel({ x, y }, by) {
        return this.#act({ type: 'wheel', id: 'wheel', actions: [{ type: 'scroll', x: Math.round(x), y: Math.round(y), deltaX: 0, deltaY: Math.round(by) }] });
    }

    type(text) {
        return this.#act({ type: 'key', id: 'keys', actions: [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]) });
    }

    async picture() { return Buffer.from(await this.send('GET', '/screenshot'), 'base64'); }
    close() { return this.send('DELETE', ''); }
}
