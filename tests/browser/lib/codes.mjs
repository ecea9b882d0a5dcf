// House codes that belong to no voucher, or have a typing mistake: made here so that tests need none from the platform.
// The check character as in core/credential/credential.cpp; if the two ever differ, the tests that use this say so.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timesAlpha = (x) => (x & 0x10 ? ((x << 1) ^ 0x25) & 0x1f : x << 1);

// A well-formed code that nobody has issued.
export function inventCode() {
    const values = Array.from({ length: 12 }, () => Math.floor(Math.random() * 32));
    const check = values.reduce((sum, value) => timesAlpha(sum ^ value), 0);
    return `H${[...values, check].map((value) => alphabet[value]).join('')}`;
}

// The same code with one character wrong.
export function mistype(code) {
    return code.slice(0, 3) + (code[3] === '7' ? '8' : '7') + code.slice(4);
}
