// A proxy in front of a server's port; `bytes` came through it so far, headers too.
import net from 'node:net';

export async function countingProxy(port) {
    const proxy = net.createServer((socket) => {
        const upstream = net.connect({ host: '127.0.0.1', port });
        upstream.on('data', (chunk) => { proxy.bytes += chunk.length; });
        socket.pipe(upstream).pipe(socket);
        for (const end of [socket, upstream]) end.on('error', () => { socket.destroy(); upstream.destroy(); });
    });
    proxy.bytes = 0;
    await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    return proxy;
}
