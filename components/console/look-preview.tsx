import { mixed, readableOn } from "#lib/domain/colour.ts";
import { type Mode, OWN_TOKENS, type Palette, paletteOf, type Scheme } from "#lib/domain/theme.ts";
import { LogoImage } from "./logo-image.tsx";

/** A piece of the page in its colours, as readers see it by day and by night. */
export function LookPreview({
  scheme,
  light,
  dark,
  name,
  logo,
}: {
  scheme: Scheme;
  light: Palette;
  dark: Palette;
  name: string;
  /** Where the logo is; null: the mark stands there. */
  logo: string | null;
}) {
  const palettes = { light, dark };
  const modes = (["light", "dark"] as const).filter((mode) => scheme === "auto" || scheme === mode);
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {modes.map((mode) => (
        <Piece key={mode} mode={mode} palette={palettes[mode]} name={name} logo={logo} />
      ))}
    </div>
  );
}

function Piece({ mode, palette, name, logo }: { mode: Mode; palette: Palette; name: string; logo: string | null }) {
  const { background, surface, text, muted, line, accent } = paletteOf(mode, palette);
  const own = OWN_TOKENS[mode] as Record<"ok" | "maj", string>;
  const tint = mixed(own.ok, mode === "light" ? 0.08 : 0.14, surface);
  const box = { background: surface, borderColor: line };
  return (
    <figure className="m-0 min-w-0">
      <div
        className="rounded-[10px] border p-3 text-[13px]"
        style={{
          background,
          color: text,
          borderColor: line,
          ...(palette.accent ? { borderTop: `4px solid ${accent}` } : {}),
        }}
      >
        <p className="m-0 mb-3 flex items-center justify-between gap-2">
          <span className="flex min-w-0 items-center gap-2 font-bold">
            <LogoImage src={logo} alt="" className="h-5 max-w-24 object-contain" />
            <bdi className="truncate">{name}</bdi>
          </span>
          <span className="rounded-md px-2 py-1 font-medium" style={{ background: accent, color: readableOn(accent) }}>
            Subscribe
          </span>
        </p>
        <div
          className="mb-2 rounded-lg border p-2.5"
          style={{ background: tint, borderColor: mixed(own.ok, 0.28, line) }}
        >
          <span className="font-semibold" style={{ color: own.ok }}>
            Operational
          </span>
          <span className="block text-[15px] font-bold">All systems operational</span>
          <span style={{ color: muted }}>Checked 4 seconds ago</span>
        </div>
        <div className="rounded-lg border p-2.5" style={box}>
          <span className="flex justify-between gap-2 font-semibold">
            Mail
            <span style={{ color: own.maj }}>Major outage</span>
          </span>
          <span style={{ color: muted }}>Sends what your users wait for.</span>
        </div>
      </div>
      <figcaption className="mt-1 text-[12.5px] text-mute">{mode === "light" ? "By day" : "By night"}</figcaption>
    </figure>
  );
}
