// A screen that nobody sees: neither browser draws WebGL 2 without one (Debian: xvfb). Real keys come in through it (xdotool),
// as no browser's test protocol has an input method, and it has a clipboard (xclip).
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);

export class Display {
    #server;

    async start() {
        // It chooses a free number and tells it once it is ready.
        this.#server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
        const [number] = await Promise.race([
            once(this.#server.stdio[3], 'data'),
            once(this.#server, 'exit').then(([code]) => { throw new Error(`Xvfb ended with ${code}`); }),
        ]);
        this.name = `:${String(number).trim()}`;
        return this;
    }

    // X11's names of keys, with modifiers: 'ctrl+shift+u'. They go to the window that has the keyboard.
    async keys(...names) {
        await run('xdotool', ['key', '--delay', '20', ...names], { env: { ...process.env, DISPLAY: this.name } });
    }

    // A scanner gun: 8 ms between two keys, and Enter.
    async gun(text) {
        await run('xdotool', ['type', '--delay', '8', '--args', '1', text, 'key', 'Return'], { env: { ...process.env, DISPLAY: this.name } });
    }

    // To the clipboard, as another program would: one of xclip's own goes on giving it until the display ends.
    async copy(type, bytes) {
        const clip = spawn('xclip', ['-selection', 'clipboard', '-t', type], { stdio: ['pipe', 'ignore', 'ignore'], env: { ...process.env, DISPLAY: this.name } });
        clip.stdin.end(bytes);
        const [code] = await once(clip, 'exit');
        if (code !== 0) throw new Error(`xclip ended with ${code}`);
    }

    async stop() {
        const ended = once(this.#server, 'exit');
        this.#server.kill();
        await ended;
    }
}
