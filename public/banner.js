// <script src="https://STATUS-PAGE/banner.js" async></script> on a product's own pages (data-position="bottom"): tells
// readers what is wrong, only while something is. No cookies; silent when the status page cannot be reached.
(() => {
  const { src, dataset } = document.currentScript;
  const KEY = "pulsepage-closed";
  const edge = dataset.position === "bottom" ? "bottom" : "top";
  const CSS = `div{position:fixed;z-index:2147483000;${edge}:0;left:0;right:0;display:flex;gap:12px;align-items:center;justify-content:center;padding:9px 14px;background:#7a1116;color:#fff;font:14px/1.4 system-ui,sans-serif}.maintenance{background:#1d3f99}a{color:inherit;font-weight:600}button{all:unset;cursor:pointer;padding:4px 8px}:focus-visible{outline:2px solid}`;
  const shut = new Set();
  let seen = [];
  let box;

  // Kept between visits where the browser lets us.
  const kept = (ids) => {
    try {
      if (ids) localStorage.setItem(KEY, JSON.stringify(ids));
      return JSON.parse(localStorage.getItem(KEY)) || [];
    } catch {
      return [];
    }
  };
  const make = (tag, words, more) => Object.assign(document.createElement(tag), { textContent: words }, more);

  const draw = () => {
    const closed = kept();
    const [first, ...others] = seen.filter(({ id }) => !shut.has(id) && !closed.includes(id));
    if (!first) {
      box?.remove();
      box = null;
      return;
    }
    if (!box) {
      box = make("pulsepage-banner", "");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      box.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      document.body.append(box);
    }
    const until = new Date(first.expected_at || 0);
    const time = until.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const word = first.kind === "maintenance" ? "until" : "expected back by";
    const rest = [until > Date.now() && `${word} ${time}`, others.length && `and ${others.length} more`];
    const bar = make("div", "", { className: first.kind, role: "status" });
    const close = () => {
      shut.add(first.id);
      kept([...closed, first.id].slice(-20));
      draw();
    };
    bar.append(
      make("a", first.title, { href: first.url, target: "_blank", rel: "noopener" }),
      make("span", rest.filter(Boolean).join(", ")),
      make("button", "✕", { ariaLabel: "Close this notice", onclick: close }),
    );
    if (box.shadowRoot.textContent !== bar.textContent) box.shadowRoot.replaceChildren(bar);
  };

  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch(new URL("/banner.json", src), { credentials: "omit" }).catch(() => null);
    const data = answer?.ok && (await answer.json().catch(() => null));
    if (!Array.isArray(data?.notices)) return;
    seen = data.notices;
    draw();
  };
  look();
  setInterval(look, 60000);
  document.addEventListener("visibilitychange", look);
})();
