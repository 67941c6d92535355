/** A colour as three shares of light, red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/;

/** "#1A2" → "#11aa22"; null when it is no colour written so. */
export function cleanHex(text: string): string | null {
  const hex = text.trim().toLowerCase();
  if (!HEX.test(hex)) return null;
  return hex.length === 7 ? hex : `#${[...hex.slice(1)].map((digit) => digit + digit).join("")}`;
}

/** The colour of a `cleanHex`. */
export function rgbOf(hex: string): Rgb {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

export function hexOf(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** `share` (0 to 1) of one colour in another, as CSS's `color-mix(in srgb)` has it. */
export function mixed(one: string, share: number, other: string): string {
  const [a, b] = [rgbOf(one), rgbOf(other)];
  return hexOf(a.map((part, i) => part * share + (b[i] as number) * (1 - share)) as unknown as Rgb);
}

/** WCAG 2.2's contrast ratio of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(rgbOf(one)), luminance(rgbOf(other))].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is read better on it; one of them always passes 4.5. */
export function readableOn(hex: string): "#000000" | "#ffffff" {
  return contrast(hex, "#ffffff") >= contrast(hex, "#000000") ? "#ffffff" : "#000000";
}

const STEP = 0.002;

/**
 * The colour of the same hue that passes and differs least in lightness; null when neither darker nor lighter does.
 * Lightness is OKLab's: equal steps look equal.
 */
export function nearest(hex: string, passes: (hex: string) => boolean): string | null {
  const [lightness, a, b] = toLab(rgbOf(hex));
  for (let step = STEP; step <= 1; step += STEP) {
    for (const next of [lightness - step, lightness + step]) {
      if (next < -STEP || next > 1 + STEP) continue;
      // Towards black and white no hue fits into what screens can show: it fades.
      const fade = Math.min(1, Math.max(0, next) / 0.25, (1 - Math.min(1, next)) / 0.1);
      const candidate = hexOf(fromLab([Math.min(1, Math.max(0, next)), a * fade, b * fade]));
      if (passes(candidate)) return candidate;
    }
  }
  return null;
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map(linear) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function gamma(share: number): number {
  const inside = Math.min(1, Math.max(0, share));
  return 255 * (inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055);
}

// The matrices of OKLab (bottosson.github.io/posts/oklab).
function toLab(rgb: Rgb): Rgb {
  const [r, g, b] = rgb.map(linear) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromLab([lightness, a, b]: Rgb): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
