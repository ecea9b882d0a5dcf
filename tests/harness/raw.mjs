// Bytes as no HTTP client would send them, and the text of whatever comes back until the other side closes.
import net from 'node:net';

const patience = 60_000; // for a side that never does

export function sendBytes(port, bytes, host = '127.0.0.1') {
    return new Promise((resolve) => {
        let text = '';
        const socket = net.connect(port, host, () => socket.write(bytes));
        socket.setTimeout(patience, () => socket.destroy());
        socket.on('data', (chunk) => { text += chunk; });
        socket.on('close', () => resolve(text));
        socket.on('error', () => resolve(text));
    });
}
