// RFC 9162's Merkle proofs once more, in another language and from the RFC's text, so that the platform's own code does not
// judge itself. Hashes are Buffers; heads and proofs are those of the wire.
import { createHash } from 'node:crypto';

const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const node = (left, right) => sha256(Buffer.from([1]), left, right);
export const leafHash = (text) => sha256(Buffer.from([0]), Buffer.from(text, 'utf8'));
export const emptyRoot = sha256().toString('hex');

// MTH of §2.1.1 over leaf hashes.
export function root(leaves) {
    if (leaves.length === 0) return sha256();
    if (leaves.length === 1) return leaves[0];
    let k = 1;
    while (k * 2 < leaves.length) k *= 2;
    return node(root(leaves.slice(0, k)), root(leaves.slice(k)));
}

const hashes = (path) => path.map((hex) => Buffer.from(hex, 'hex'));
const half = (number) => Math.floor(number / 2);
const odd = (number) => number % 2 === 1;

// §2.1.3.2: true when the receipt's entry is in its head.
export function isIncluded({ entry, position, head, path }) {
    let fn = position - 1;
    let sn = head.size - 1;
    let r = leafHash(entry);
    if (fn > sn) return false;
    for (const p of hashes(path)) {
        if (sn === 0) return false;
        if (odd(fn) || fn === sn) {
            r = node(p, r);
            while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
        } else {
            r = node(r, p);
        }
        [fn, sn] = [half(fn), half(sn)];
    }
    return sn === 0 && r.toString('hex') === head.root;
}

// §2.1.4.2: true when the proof shows that its `to` begins with its `from`.
export function isConsistent({ from, to, path }) {
    if (from.size === 0) return path.length === 0 && from.root === emptyRoot;
    if (from.size === to.size) return path.length === 0 && from.root === to.root;
    const way = hashes(path);
    if (Number.isInteger(Math.log2(from.size))) way.unshift(Buffer.from(from.root, 'hex'));
    if (way.length === 0) return false;
    let [fn, sn] = [from.size - 1, to.size - 1];
    while (odd(fn)) [fn, sn] = [half(fn), half(sn)];
    let [fr, sr] = [way[0], way[0]];
    for (const c of way.slice(1)) {
        if (sn === 0) return false;
        if (odd(fn) || fn === sn) {
            [fr, sr] = [node(c, fr), node(c, sr)];
            while (!odd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
        } else {
            sr = node(sr, c);
        }
        [fn, sn] = [half(fn), half(sn)];
    }
    return sn === 0 && fr.toString('hex') === from.root && sr.toString('hex') === to.root;
}
