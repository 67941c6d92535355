import { DomainError } from "./errors.ts";

export const LOGO_BYTES_MAX = 100 * 1024;

export type LogoKind = "svg" | "png" | "jpg" | "webp";

/** A picture that stands before the page's name. `ratio`: its width by its height. */
export type Logo = { kind: LogoKind; ratio: number; base64: string };

export const LOGO_TYPES: Record<LogoKind, string> = {
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
};

/** The widest a logo may be for its height; wider ones leave no room for the name on a phone. */
const RATIO_MAX = 8;
const HARMFUL: readonly (readonly [RegExp, string])[] = [
  [/<!doctype|<!entity|<\?xml-stylesheet/i, "a document type or stylesheet of its own"],
  [
    /<(?:[\w-]+:)?(?:script|foreignobject|iframe|embed|object|audio|video|set|handler)\b/i,
    "a script or foreign content",
  ],
  [/\son[a-z]+\s*=/i, "an event handler"],
  [/(?:href|src)\s*=\s*["']?\s*(?!["'#]|data:image\/)\S/i, "a link to another file"],
  [/@import|url\(\s*["']?\s*(?!["'#)]|data:image\/)\S/i, "a style that loads another file"],
  [/javascript:|expression\s*\(/i, "something that runs as a program"],
];

/**
 * Reads an uploaded picture by its content, whatever it is called.
 *
 * @throws {DomainError} `invalid` when it is too large, of another kind, or an SVG that could do more than be seen.
 */
export function readLogo(bytes: Uint8Array): Logo {
  if (bytes.length > LOGO_BYTES_MAX)
    throw refused(`The picture has ${Math.ceil(bytes.length / 1024)} KB; at most ${LOGO_BYTES_MAX / 1024} KB fit.`);
  const data = Buffer.from(bytes);
  const kind = kindOf(data);
  if (kind === null) throw refused("Give a PNG, JPEG, WebP or SVG picture.");
  const size = { svg: sizeOfSvg, png: sizeOfPng, jpg: sizeOfJpeg, webp: sizeOfWebp }[kind](data);
  if (!size || !(size[0] > 0) || !(size[1] > 0))
    throw refused("Its width and height cannot be read. An SVG needs a viewBox, or a width and a height.");
  const ratio = Math.round((size[0] / size[1]) * 1_000) / 1_000;
  if (ratio > RATIO_MAX || ratio < 1 / RATIO_MAX)
    throw refused(`It is more than ${RATIO_MAX} times as long as it is wide; there is no room for that.`);
  return { kind, ratio, base64: data.toString("base64") };
}

type Size = [width: number, height: number] | null;

function kindOf(data: Buffer): LogoKind | null {
  if (data.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return "png";
  if (data[0] === 0xff && data[1] === 0xd8 && data[2] === 0xff) return "jpg";
  if (data.toString("latin1", 0, 4) === "RIFF" && data.toString("latin1", 8, 12) === "WEBP") return "webp";
  return /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<svg[\s>]/i.test(
    data.toString("utf8").replace(/^\ufeff/, ""),
  )
    ? "svg"
    : null;
}

function sizeOfPng(data: Buffer): Size {
  return data.length >= 24 ? [data.readUInt32BE(16), data.readUInt32BE(20)] : null;
}

function sizeOfJpeg(data: Buffer): Size {
  for (let at = 2; at + 9 < data.length; ) {
    if (data[at] !== 0xff) return null;
    const marker = data[at + 1] as number;
    // Start of frame, whichever way it is coded; the others are tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return [data.readUInt16BE(at + 7), data.readUInt16BE(at + 5)];
    at += marker === 0xff ? 1 : 2 + data.readUInt16BE(at + 2);
  }
  return null;
}

function sizeOfWebp(data: Buffer): Size {
  if (data.length < 30) return null;
  const form = data.toString("latin1", 12, 16);
  if (form === "VP8X") return [1 + data.readUIntLE(24, 3), 1 + data.readUIntLE(27, 3)];
  if (form === "VP8 ") return [data.readUInt16LE(26) & 0x3fff, data.readUInt16LE(28) & 0x3fff];
  if (form !== "VP8L") return null;
  const bits = data.readUInt32LE(21);
  return [1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff)];
}

function sizeOfSvg(data: Buffer): Size {
  const text = data.toString("utf8");
  for (const [sign, what] of HARMFUL)
    if (sign.test(text)) throw refused(`This SVG holds ${what}. Save it as a plain picture.`);
  const root = /<svg\b[^>]*>/i.exec(text)?.[0] ?? "";
  const box = /\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)/i.exec(root);
  if (box) return [Number(box[1]), Number(box[2])];
  const side = (name: string) =>
    Number(new RegExp(`\\s${name}\\s*=\\s*["']\\s*([\\d.]+)(?:px)?\\s*["']`).exec(root)?.[1]);
  return [side("width"), side("height")];
}

function refused(message: string): DomainError {
  return new DomainError("invalid", message, { fields: [{ path: "logo", message }] });
}
