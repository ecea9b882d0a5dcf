// Photographs (ITU-T T.81, baseline): one colour, of any size, as small as they get, and with what cameras write beside it.
//     jpeg({ width: 4000, height: 3000, colour: [200, 60, 40], exif: 'taken at home' })
const segment = (marker, ...bytes) => [0xff, marker, (bytes.length + 2) >> 8, (bytes.length + 2) & 0xff, ...bytes];
const text = (words) => [...Buffer.from(words, 'latin1')];

// A table of which every code is as long as the others: of DC differences by their size, and of "nothing more in this block".
const dcTable = segment(0xc4, 0x00, 0, 0, 0, 12, ...Array(12).fill(0), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
const acTable = segment(0xc4, 0x10, 1, ...Array(15).fill(0), 0);

// The bits of one block that is `difference` brighter than the one before it in its component.
function block(difference) {
    const size = difference ? Math.floor(Math.log2(Math.abs(difference))) + 1 : 0;
    const value = difference < 0 ? difference + 2 ** size - 1 : difference;
    return size.toString(2).padStart(4, '0') + (size ? value.toString(2).padStart(size, '0') : '') + '0';
}

function coded(levels, blocks) {
    const bits = levels.map(block).join('') + block(0).repeat(levels.length * (blocks - 1));
    const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1').match(/.{8}/g).map((byte) => parseInt(byte, 2));
    return bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
}

export function jpeg({ width = 8, height = 8, colour: [red, green, blue] = [200, 60, 40], exif, after = [] } = {}) {
    const levels = [ // T.871, less 128
        0.299 * red + 0.587 * green + 0.114 * blue - 128,
        -0.1687 * red - 0.3313 * green + 0.5 * blue,
        0.5 * red - 0.4187 * green - 0.0813 * blue,
    ].map(Math.round);
    const frame = [8, height >> 8, height & 0xff, width >> 8, width & 0xff, 3, ...[1, 2, 3].flatMap((id) => [id, 0x11, 0])];
    return Buffer.from([
        0xff, 0xd8, ...segment(0xe0, ...text('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0),
        ...(exif ? segment(0xe1, ...text(`Exif\0\0${exif}`)) : []), ...after,
        ...segment(0xdb, 0, ...Array(64).fill(8)), ...segment(0xc0, ...frame), ...dcTable, ...acTable,
        ...segment(0xda, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0), ...coded(levels, Math.ceil(width / 8) * Math.ceil(height / 8)), 0xff, 0xd9,
    ]);
}
