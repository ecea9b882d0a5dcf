// The camera: its video lies under a transparent part of the canvas, and frames go to the decoder in a worker, one at a
// time. The console hears of states and of texts, not of frames: a running camera asks for no drawing.
import { place, type Node } from "./mirror";
import type { Send } from "./bridge";

const longSide = 1280; // of a picture that is drawn to be decoded
const pause = 90; // ms between two pictures: faster reads no more codes and warms the phone
const gone = 2000; // ms out of sight after which the same text counts as new
const turn = 500; // ms until a further text is told: the console takes one at a time, and says so by pausing
const forgotten = 60_000; // ms after which a text is kept no longer
const patience = 4000; // ms after which a decoder that does not answer is replaced
const copyPatience = 1000; // ms for the camera's own pixels; WebKitGTK never gives those of some streams
const untold = 500; // ms without word of a picture, as while the video is hidden: then one is looked for
const loading = 20_000; // the same for its first answer: it may have to be fetched over a slow network
const tries = 3; // decoders in a row that answer nothing at all; then scanning has failed and says so

const chosenKey = "hexiao.camera";

type Mode = "off" | "paused" | "scanning";

// Formats that begin with a plane of 8-bit luminance, which is all that is decoded.
const planar = new Set(["I420", "I420A", "I422", "I444", "NV12"]);

interface Picture {
  pixels: ArrayBuffer;
  width: number;
  height: number;
  grey: boolean;
}

export class Camera {
  linear = false; // bar codes are read, besides QR
  /** Told when the browser turns out not to give the camera's own luminance. */
  onDrawing = () => {};
  #video: HTMLVideoElement;
  #send: Send;
  #decoderUrl: string;
  #mode: Mode = "off";
  #status = "off";
  #stream: MediaStream | undefined;
  #opening = 0; // numbers attempts, so that a late answer to an abandoned one is dropped
  #worker: Worker | undefined;
  #busySince = 0; // when the picture was taken that the decoder works on; 0 = idle
  #planes = false; // the browser gives the camera's own pixels; otherwise a picture is drawn
  #copying = false;
  #turn = 0; // numbers pictures
  #silent = 0; // decoders in a row that did not answer
  #answered = false; // the present decoder has answered before
  #lastPicture = 0;
  #pausedAt = 0;
  #context = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  #told = new Map<string, { at: number; seen: number }>(); // texts: when the console heard of them, when last in sight

  constructor(video: HTMLVideoElement, decoderUrl: string, send: Send) {
    this.#video = video;
    this.#decoderUrl = decoderUrl;
    this.#send = send;
    document.addEventListener("visibilitychange", () => this.#follow());
  }

  set(mode: Mode): void {
    if (mode === "paused" && this.#mode === "scanning") this.#pausedAt = performance.now();
    if (mode === "scanning" && this.#mode === "paused") this.#stillThere();
    this.#mode = mode;
    this.#follow();
  }

  /** Where the kit left a window for the video; none: nowhere. */
  place(node: Node | undefined): void {
    this.#video.style.visibility = node ? "visible" : "hidden";
    if (node) place(this.#video, node);
  }

  // A hidden page has no business with the camera; when it comes back the same mode holds.
  #follow(): void {
    const wanted = this.#mode !== "off" && !document.hidden;
    if (wanted && !this.#stream && this.#status !== "starting") void this.#open();
    // One that is closed already keeps saying why.
    if (!wanted && (this.#stream || this.#status === "starting")) this.#close("off");
  }

  #tell(status: string): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#send({ type: "camera", status });
  }

  // What few cameras have, and few browsers tell.
  async #extras(): Promise<{ torch?: boolean; zoom?: number; cameras?: number }> {
    try {
      const { torch, zoom } = (this.#track()?.getCapabilities?.() ?? {}) as { torch?: boolean; zoom?: { max: number } };
      return { torch: torch === true, zoom: Math.floor(zoom?.max ?? 1), cameras: (await this.#cameras()).length };
    } catch {
      return {};
    }
  }

  #track(): MediaStreamTrack | undefined {
    return this.#stream?.getVideoTracks()[0];
  }

  async #cameras(): Promise<MediaDeviceInfo[]> {
    return (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
  }

  light(on: boolean): void {
    void this.#track()?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] }).catch(() => {});
  }

  zoom(times: number): void {
    void this.#track()?.applyConstraints({ advanced: [{ zoom: times } as MediaTrackConstraintSet] }).catch(() => {});
  }

  /** The one after the one in use; this browser remembers it. */
  async next(): Promise<void> {
    const all = await this.#cameras();
    const at = all.findIndex(({ deviceId }) => deviceId === this.#track()?.getSettings().deviceId);
    const next = all[(at + 1) % all.length];
    if (!next) return;
    localStorage.setItem(chosenKey, next.deviceId);
    this.#close("off");
    this.#follow();
  }

  async #open(): Promise<void> {
    const attempt = ++this.#opening;
    if (!navigator.mediaDevices?.getUserMedia) return this.#tell(isSecureContext ? "missing" : "insecure");
    this.#tell("starting");
    try {
      const chosen = localStorage.getItem(chosenKey);
      const which = chosen ? { deviceId: { ideal: chosen } } : { facingMode: "environment" };
      const video = { ...which, width: { ideal: 1280 }, height: { ideal: 720 } };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video });
      if (attempt !== this.#opening) return stream.getTracks().forEach((track) => track.stop());
      this.#stream = stream;
      this.#planes = "VideoFrame" in window;
      stream.getVideoTracks()[0]?.addEventListener("ended", () => this.#close("failed"));
      this.#video.srcObject = stream;
      await this.#video.play();
      if (attempt !== this.#opening) return;
      this.#tell("on");
      // A browser may take its time for these, or for ever; scanning does not wait.
      void this.#extras().then((extras) => attempt === this.#opening && this.#send({ type: "camera", status: "on", ...extras }));
      this.#startDecoder();
      this.#nextFrame(attempt);
    } catch (error) {
      if (attempt !== this.#opening) return;
      const name = error instanceof DOMException ? error.name : "";
      const missing = name === "NotFoundError" || name === "OverconstrainedError";
      this.#close(name === "NotAllowedError" ? "denied" : missing ? "missing" : "failed");
    }
  }

  #close(status: string): void {
    ++this.#opening;
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = undefined;
    this.#video.srcObject = null;
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#busySince = this.#silent = 0;
    this.#copying = false;
    this.#told.clear();
    this.#tell(status);
  }

  #startDecoder(): void {
    this.#worker?.terminate();
    this.#busySince = 0;
    this.#answered = false;
    this.#worker = new Worker(this.#decoderUrl, { type: "module" });
    this.#worker.onerror = () => this.#replaceDecoder(); // its script could not be loaded
    this.#worker.onmessage = (event: MessageEvent<{ texts: string[]; failed?: boolean }>) => {
      if (event.data.failed) return this.#replaceDecoder();
      this.#busySince = this.#silent = 0;
      this.#answered = true;
      this.#read(event.data.texts);
    };
  }

  // One that does not answer, or says that it cannot read anything.
  #replaceDecoder(): void {
    if (++this.#silent >= tries) this.#close("failed");
    else this.#startDecoder();
  }

  // While the console had its hands full nothing was looked at: what was in sight before may be held there still, and is no new
  // code until it was seen to be gone.
  #stillThere(): void {
    const now = performance.now();
    for (const told of this.#told.values()) if (this.#pausedAt - told.seen < gone) told.seen = now;
  }

  // Of several codes in sight each has its turn, first the one that the console heard of longest ago.
  #read(texts: string[]): void {
    if (this.#mode !== "scanning") return;
    const now = performance.now();
    let latest = -Infinity;
    let next: string | undefined;
    for (const [text, { at, seen }] of this.#told) {
      latest = Math.max(latest, at);
      if (now - seen > forgotten) this.#told.delete(text);
    }
    const heard = (text: string) => this.#told.get(text)?.at ?? -Infinity;
    for (const text of texts) {
      const told = this.#told.get(text);
      if (told && now - told.seen < gone) told.seen = now;
      else if (next === undefined || heard(text) < heard(next)) next = text;
    }
    if (next === undefined || now - latest < turn) return;
    this.#told.set(next, { at: now, seen: now });
    this.#send({ type: "scanned", text: next, beside: texts.filter((text) => text !== next) });
  }

  #nextFrame(attempt: number): void {
    let begun = false;
    const again = () => {
      if (begun || attempt !== this.#opening) return;
      begun = true;
      clearTimeout(late);
      this.#frame();
      this.#nextFrame(attempt);
    };
    const late = setTimeout(again, untold);
    if ("requestVideoFrameCallback" in this.#video) this.#video.requestVideoFrameCallback(again);
    else requestAnimationFrame(again);
  }

  #frame(): void {
    const now = performance.now();
    if (this.#copying && now - this.#busySince > copyPatience) {
      this.#copying = false;
      this.#draw();
      ++this.#turn; // should it come after all
    }
    if (this.#busySince > 0 && now - this.#busySince > (this.#answered ? patience : loading)) {
      this.#replaceDecoder();
    }
    if (!this.#worker || this.#mode !== "scanning" || this.#busySince > 0 || now - this.#lastPicture < pause) return;
    if (this.#video.videoWidth === 0) return;
    this.#lastPicture = this.#busySince = now; // none other is taken until this one is answered
    void this.#take(this.#worker);
  }

  async #take(worker: Worker): Promise<void> {
    const turn = ++this.#turn;
    const picture = this.#planes ? await this.#copied() : this.#drawn();
    if (worker !== this.#worker || turn !== this.#turn) return; // replaced or gone meanwhile
    if (picture) return worker.postMessage({ ...picture, linear: this.linear }, [picture.pixels]);
    this.#draw();
  }

  // From the next picture on.
  #draw(): void {
    this.#planes = false;
    this.#busySince = 0;
    this.onDrawing();
  }

  // The camera's own luminance: nothing is drawn, scaled or converted. In Chromium a tenth of the processor time of a drawn
  // picture (README). None where the browser has another format, or cannot copy.
  async #copied(): Promise<Picture | undefined> {
    let frame: VideoFrame | undefined;
    try {
      frame = new VideoFrame(this.#video);
      const { format, visibleRect } = frame;
      if (!format || !planar.has(format) || !visibleRect) return undefined;
      const bytes = new Uint8Array(frame.allocationSize()); // all planes come, whatever is wanted
      this.#copying = true;
      const [plane] = await frame.copyTo(bytes);
      const { width, height } = visibleRect;
      if (!plane || plane.offset + plane.stride * (height - 1) + width > bytes.length) return undefined;
      if (plane.offset > 0 || plane.stride !== width) {
        for (let y = 0; y < height; y++) bytes.copyWithin(y * width, plane.offset + y * plane.stride, plane.offset + y * plane.stride + width);
      }
      return { pixels: bytes.buffer, width, height, grey: true };
    } catch {
      return undefined;
    } finally {
      this.#copying = false;
      frame?.close(); // the camera has few of them
    }
  }

  // In colour, since a canvas has no other; half the size would take as long to draw and read back.
  #drawn(): Picture {
    const { videoWidth, videoHeight } = this.#video;
    const scale = Math.min(1, longSide / Math.max(videoWidth, videoHeight));
    const width = Math.max(1, Math.round(videoWidth * scale));
    const height = Math.max(1, Math.round(videoHeight * scale));
    const canvas = this.#context.canvas;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    this.#context.drawImage(this.#video, 0, 0, width, height);
    return { pixels: this.#context.getImageData(0, 0, width, height).data.buffer, width, height, grey: false };
  }
}
