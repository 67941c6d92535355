const STYLESHEET = /<link\b[^>]*\brel="stylesheet"[^>]*>/g;
const OURS = /\bhref="(\/(?:_next\/static\/[^"]+\.css(?:\?[^"]*)?|custom\.css\?v=\w+))"/;
const CUSTOM = /<link\b[^>]*\bdata-custom\b[^>]*>/g;
// Such a sheet means something else, or nothing, inside the page: it stays where it is. `url(#…)` is a part of the page.
const BOUND_TO_ITS_PLACE = /<\/style|@import|url\((?!\s*["']?(?:data:|#))/i;
const REMEMBERED_MAX = 16;

/** The page without the admin's own stylesheet, should that have made it unreadable. */
export function withoutCustomStyle(html: string): string {
  return html.replace(CUSTOM, "");
}

/** The built stylesheets and the admin's own, each asked for once: their addresses change with their content. */
export class Stylesheets {
  readonly #read: (href: string) => Promise<string>;
  readonly #known = new Map<string, Promise<string>>();

  constructor(read: (href: string) => Promise<string>) {
    this.#read = read;
  }

  /** The page with its stylesheets in it, so that nothing stands between its bytes and its sight. @throws when one cannot be read. */
  async inline(html: string): Promise<string> {
    const styles = new Map<string, string>();
    for (const [tag] of html.matchAll(STYLESHEET)) {
      const href = OURS.exec(tag)?.[1]?.replaceAll("&amp;", "&");
      if (href === undefined || styles.has(tag)) continue;
      const css = await this.#text(href);
      if (!BOUND_TO_ITS_PLACE.test(css)) styles.set(tag, `<style>${css}</style>`);
    }
    const placed = new Set<string>();
    return html.replace(STYLESHEET, (tag) => {
      const style = styles.get(tag);
      if (style === undefined) return tag;
      if (placed.has(tag)) return "";
      placed.add(tag);
      return style;
    });
  }

  #text(href: string): Promise<string> {
    let text = this.#known.get(href);
    if (!text) {
      text = this.#read(href);
      text.catch(() => this.#known.delete(href));
      this.#known.set(href, text);
      if (this.#known.size > REMEMBERED_MAX) this.#known.delete(this.#known.keys().next().value as string);
    }
    return text;
  }
}
