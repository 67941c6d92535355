// Keeps an open page true: reads it again after a change, and lets its times tick.
const all = (what, root = document) => [...root.querySelectorAll(what)];
const times = (root) => all("time[data-rel]", root);
const label = (details) => details.firstChild.textContent;
let [ahead, reads, readAt, wanted] = [0, 0, Date.now()];

const lang = document.documentElement.lang;
const units = (ms) => {
  const s = Math.max(1, ms / 1e3);
  const [n, unit] =
    s < 60 ? [s, "second"] : s < 3600 ? [s / 60, "minute"] : s < 86400 ? [s / 3600, "hour"] : [s / 86400, "day"];
  return [n | 0, unit];
};
const locale = lang === "ar" || lang === "hi" ? `${lang}-u-nu-latn` : lang;
const relative = new Intl.RelativeTimeFormat(locale);
const span = (ms) => {
  const [n, unit] = units(ms);
  return n.toLocaleString(locale, { style: "unit", unit, unitDisplay: "long" });
};
const until = (ms, about) =>
  relative
    .formatToParts(...units(ms))
    .map(({ type, value }) => (type === "integer" ? `${about} ${value}` : value))
    .join("");

const tick = (root) => {
  for (const time of times(root)) {
    const age = Date.now() - ahead - Date.parse(time.dateTime);
    const { rel, about } = time.dataset;
    const [n, unit] = units(age);
    const text = { for: span(age), in: age < 0 && until(-age, about) }[rel] || relative.format(-n, unit);
    if (time.textContent !== text) time.textContent = text;
  }
};

// Offers the page in the reader's own language, by the link that stands at its end.
const theirs = navigator.language.slice(0, 2);
const offer = lang.startsWith(theirs) ? undefined : all(`footer [hreflang^="${theirs}"]`)[0];
if (offer) {
  const nav = Object.assign(document.createElement("nav"), { className: "offer" });
  nav.append(offer.cloneNode(true));
  all("header")[0].before(nav);
}

const swap = (old, fresh) => {
  const at = document.activeElement;
  const open = all("details[open]", old).map(label);
  for (const part of all("details", fresh)) part.open ||= open.includes(label(part));
  const same = old.contains(at) && all(at.tagName, fresh).find((one) => one.outerHTML === at.outerHTML);
  old.replaceWith(fresh);
  if (same) same.focus({ preventScroll: true });
};

const read = async () => {
  const mine = ++reads;
  readAt = Date.now();
  const answer = await fetch(location, { cache: "no-cache" }).catch(Response.error);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // The page became private, or what opened it has ended.
  if (answer.status === 401) location.reload();
  if (!answer.ok || mine < reads) return;
  ahead = Date.now() - Date.parse(answer.headers.get("date"));
  times(page).forEach((time, i) => {
    (times()[i] ?? time).dateTime = time.dateTime;
  });
  tick();
  tick(page);
  for (const part of ["title", "[rel~=icon]", ".announcement", ".emergency", "main"]) {
    const [[old], [fresh]] = [all(part), all(part, page)];
    if (old?.outerHTML === fresh?.outerHTML) continue;
    if (!old) document.body.prepend(fresh);
    else if (!fresh) old.remove();
    else swap(old, fresh);
  }
};

const events = new EventSource("/events");
const shown = () => all("main")[0].dataset.version;
events.addEventListener("change", ({ data }) => {
  const { version } = JSON.parse(data);
  wanted = version ?? wanted;
  if (!(version <= shown())) setTimeout(read, Math.random() * 1500);
});

// Sent away for good: a page that was closed says so when it is read.
events.onerror = () => events.readyState === 2 && read();

setInterval(() => {
  tick();
  const patience = shown() < wanted ? 5e3 : events.readyState === 1 ? 6e4 : 3e4;
  if (Date.now() - readAt > patience) read();
}, 1e3);
tick();
