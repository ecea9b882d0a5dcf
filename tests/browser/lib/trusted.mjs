// A home for a browser that trusts this platform's authority, as a phone does after /trust: a private NSS database.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

// `server`: one that was started with --tls-port. {path, remove()}.
export function trustedHome(server) {
    const path = mkdtempSync(`${tmpdir()}/hexiao-home-`);
    const database = `${path}/.pki/nssdb`;
    mkdirSync(database, { recursive: true });
    execFileSync('certutil', ['-N', '--empty-password', '-d', `sql:${database}`]);
    execFileSync('certutil', ['-A', '-n', 'hexiao', '-t', 'C,,', '-i', `${server.data}/tls/authority.pem`, '-d', `sql:${database}`]);
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
