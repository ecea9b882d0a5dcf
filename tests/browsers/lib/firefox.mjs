// Firefox ESR over WebDriver BiDi. It trusts the platform's authority as a person's browser does after /trust.
//     const firefox = await Firefox.launch({ display, home, authority });
//     const tab = await firefox.open();       // of a browser context of its own: own cookies, own storage
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

export class Firefox {
    static language = 'zh';
    static pastesPictures = true;
    static keepsCookiesOfHttp = true; // Secure ones, of this computer

    static async launch({ display, home, authority }) {
        const profile = `${home}/profile`;
        mkdirSync(profile, { recursive: true });
        execFileSync('certutil', ['-N', '--empty-password', '-d', `sql:${profile}`]);
        execFileSync('certutil', ['-A', '-n', 'hexiao', '-t', 'C,,', '-i', authority, '-d', `sql:${profile}`]);
        const browser = await puppeteer.launch({
            browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', headless: false, userDataDir: profile,
            defaultViewport: null, args: ['--width=1400', '--height=880'],
            // Puppeteer's test mode of the focus keeps the system's input methods away.
            extraPrefsFirefox: { 'intl.accept_languages': 'zh-CN, zh, en', 'focusmanager.testmode': false },
            env: { ...process.env, DISPLAY: display.name, HOME: home, LIBGL_ALWAYS_SOFTWARE: '1', TZ: 'Asia/Shanghai' },
        });
        return new Firefox(browser);
    }

    constructor(browser) {
        this.browser = browser;
    }

    async version() {
        return this.browser.version();
    }

    async open() {
        const context = await this.browser.createBrowserContext();
        return new Tab(context, await context.newPage());
    }

    async close() {
        await this.browser.close();
    }
}

class Tab {
    #faults = [];

    constructor(context, page) {
        Object.assign(this, { context, page });
        page.on('pageerror', (error) => this.#faults.push(String(error)));
        page.on('console', (line) => { if (line.type() === 'error') this.#faults.push(line.text()); });
    }

    // Uncaught errors and console errors of the page.
    async faults() { return this.#faults; }
    go(url) { return this.page.goto(url, { waitUntil: 'domcontentloaded' }); }
    reload() { return this.page.reload({ waitUntil: 'domcontentloaded' }); }
    // The value, or what its promise settles to.
    evaluate(expression) { return this.page.evaluate(expression); }
    click({ x, y }) { return this.page.mouse.click(x, y); }
    async wheel({ x, y }, by) {
        await this.page.mouse.move(x, y);
        await this.page.mouse.wheel({ deltaY: by });
    }
    type(text) { return this.page.keyboard.type(text); }
    picture() { return this.page.screenshot(); }
    close() { return this.context.close(); }
}
