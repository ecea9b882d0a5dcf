// Pictures of products as the console draws them: small squares (shell/browser/thumbnails.cpp).

const patience = 15_000; // ms

/** The middle of a picture, `side` pixels wide, in RGBA; nothing where it cannot be had. The browser keeps what it fetched. */
export async function thumbnail(name: string, side: number): Promise<Uint8ClampedArray | undefined> {
  try {
    const answer = await fetch(`/api/v1/pictures/${name}`, { signal: AbortSignal.timeout(patience) });
    if (!answer.ok) return undefined;
    const bitmap = await createImageBitmap(await answer.blob());
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    context.imageSmoothingQuality = "high";
    const part = Math.min(bitmap.width, bitmap.height);
    context.drawImage(bitmap, (bitmap.width - part) / 2, (bitmap.height - part) / 2, part, part, 0, 0, side, side);
    bitmap.close();
    return context.getImageData(0, 0, side, side).data;
  } catch {
    return undefined;
  }
}
