// What not every browser has, by the name that /debug gives it, each with an expression that says in a page whether it is
// there: written anew here, so that it can contradict web/install.ts.
export const abilities = {
    'debug.can_offline': '"ServiceWorkerContainer" in self && navigator.serviceWorker !== undefined',
    'debug.can_camera': 'typeof navigator.mediaDevices?.getUserMedia === "function"',
    'debug.can_every_picture': 'typeof document.createElement("video").requestVideoFrameCallback === "function"',
    'debug.can_luminance': 'typeof VideoFrame === "function" && typeof VideoFrame.prototype.copyTo === "function"',
    'debug.can_torch': 'navigator.mediaDevices?.getSupportedConstraints().torch === true',
    'debug.can_durable': 'Object.getOwnPropertyNames(IDBTransaction.prototype).includes("durability")',
    'debug.can_shared': 'typeof BroadcastChannel === "function" && typeof navigator.locks?.request === "function"',
    'debug.can_letters': 'typeof OffscreenCanvas === "function"',
    'debug.can_exact_pixels': '"devicePixelContentBoxSize" in ResizeObserverEntry.prototype',
    'debug.can_clipboard': 'typeof navigator.clipboard?.writeText === "function"',
    'debug.can_awake': 'typeof navigator.wakeLock?.request === "function"',
    'debug.can_vibration': 'typeof navigator.vibrate === "function"',
    'debug.can_full_screen': 'document.fullscreenEnabled === true',
    'debug.can_notices': 'typeof Notification === "function"',
    'debug.can_speech': 'typeof speechSynthesis?.speak === "function"',
};
