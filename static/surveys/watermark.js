// A photo made fit to be kept: as small as needed, and what it proves is drawn into it.

const LONGEST = 1600;
const QUALITY = 0.75;
const BAND = "rgba(21, 24, 28, 0.62)";

/** {bytes, type} of a JPEG with the lines at its foot. Throws when the file is no picture. */
export async function stamped(file, lines) {
  const picture = await createImageBitmap(file);
  const ratio = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * ratio));
  canvas.height = Math.max(1, Math.round(picture.height * ratio));
  const ink = canvas.getContext("2d");
  ink.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  write(ink, canvas, lines);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return { bytes: new Uint8Array(await blob.arrayBuffer()), type: "image/jpeg" };
}

function write(ink, { width, height }, lines) {
  const size = Math.max(12, Math.round(Math.max(width, height) / 44));
  const step = Math.round(size * 1.4);
  const edge = Math.round(size * 0.7);
  ink.fillStyle = BAND;
  ink.fillRect(0, height - step * lines.length - edge, width, step * lines.length + edge);
  ink.fillStyle = "#fff";
  ink.font = `${size}px "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif`;
  ink.textBaseline = "middle";
  lines.forEach((line, index) => {
    const middle = height - edge / 2 - step * (lines.length - index - 0.5);
    ink.fillText(line, edge, middle, width - 2 * edge);
  });
}
