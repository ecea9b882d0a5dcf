// The camera: its video lies under a transparent part of the canvas, and frames go to the decoder in a worker, one at a
// time. The console hears of states and of texts, not of frames: a running camera asks for no drawing.
import { place, type Node } from "./mirror";
import type { Send } from "./bridge";

const longSide = 960; // of the picture that is decoded
const pause = 90; // ms between two pictures: faster reads no more codes and warms the phone
const gone = 2000; // ms out of sight after which the same text counts as new
const patience = 4000; // ms after which a decoder that does not answer is replaced
const loading = 20_000; // the same for its first answer: it may have to be fetched over a slow network
const tries = 3; // decoders in a row that answer nothing at all; then scanning has failed and says so

type Mode = "off" | "paused" | "scanning";

export class Camera {
  #video: HTMLVideoElement;
  #send: Send;
  #decoderUrl: string;
  #mode: Mode = "off";
  #status = "off";
  #stream: MediaStream | undefined;
  #opening = 0; // numbers attempts, so that a late answer to an abandoned one is dropped
  #worker: Worker | undefined;
  #busySince = 0; // when the decoder got its picture; 0 = idle
  #silent = 0; // decoders in a row that did not answer
  #answered = false; // the present decoder has answered before
  #lastPicture = 0;
  #context = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
  #seen = { text: "", at: 0 };

  constructor(video: HTMLVideoElement, decoderUrl: string, send: Send) {
    this.#video = video;
    this.#decoderUrl = decoderUrl;
    this.#send = send;
    document.addEventListener("visibilitychange", () => this.#follow());
  }

  set(mode: Mode): void {
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

  async #open(): Promise<void> {
    const attempt = ++this.#opening;
    if (!navigator.mediaDevices?.getUserMedia) return this.#tell(isSecureContext ? "missing" : "insecure");
    this.#tell("starting");
    try {
      const video = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video });
      if (attempt !== this.#opening) return stream.getTracks().forEach((track) => track.stop());
      this.#stream = stream;
      stream.getVideoTracks()[0]?.addEventListener("ended", () => this.#close("failed"));
      this.#video.srcObject = stream;
      await this.#video.play();
      if (attempt !== this.#opening) return;
      this.#tell("on");
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
    this.#seen = { text: "", at: 0 };
    this.#tell(status);
  }

  #startDecoder(): void {
    this.#worker?.terminate();
    this.#busySince = 0;
    this.#answered = false;
    this.#worker = new Worker(this.#decoderUrl, { type: "module" });
    this.#worker.onmessage = (event: MessageEvent<{ text: string }>) => {
      this.#busySince = this.#silent = 0;
      this.#answered = true;
      this.#read(event.data.text);
    };
  }

  #read(text: string): void {
    if (text === "" || this.#mode !== "scanning") return;
    const now = performance.now();
    const known = text === this.#seen.text && now - this.#seen.at < gone;
    this.#seen = { text, at: now };
    if (!known) this.#send({ type: "scanned", text });
  }

  #nextFrame(attempt: number): void {
    const again = () => {
      if (attempt !== this.#opening) return;
      this.#frame();
      this.#nextFrame(attempt);
    };
    if ("requestVideoFrameCallback" in this.#video) this.#video.requestVideoFrameCallback(again);
    else requestAnimationFrame(again);
  }

  #frame(): void {
    const now = performance.now();
    if (this.#busySince > 0 && now - this.#busySince > (this.#answered ? patience : loading)) {
      if (++this.#silent >= tries) return this.#close("failed");
      this.#startDecoder();
    }
    if (this.#mode !== "scanning" || this.#busySince > 0 || now - this.#lastPicture < pause) return;
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth === 0) return;
    const scale = Math.min(1, longSide / Math.max(videoWidth, videoHeight));
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    const canvas = this.#context.canvas;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    this.#context.drawImage(this.#video, 0, 0, width, height);
    const picture = this.#context.getImageData(0, 0, width, height);
    this.#lastPicture = this.#busySince = now;
    this.#worker?.postMessage({ pixels: picture.data.buffer, width, height }, [picture.data.buffer]);
  }
}
