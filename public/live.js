// Keeps an open page true: reads it again after a change, and lets its times tick.
const all = (what, root = document) => [...root.querySelectorAll(what)];
const times = (root) => all("time[data-rel]", root);
const label = (details) => details.firstChild.textContent;
let [ahead, reads, readAt, wanted] = [0, 0, Date.now()];

const span = (ms) => {
  const s = Math.max(1, ms / 1e3);
  const [n, unit] =
    s < 60 ? [s, "second"] : s < 3600 ? [s / 60, "minute"] : s < 86400 ? [s / 3600, "hour"] : [s / 86400, "day"];
  return `${n | 0} ${unit}${n < 2 ? "" : "s"}`;
};

const tick = (root) => {
  for (const time of times(root)) {
    const age = Date.now() - ahead - Date.parse(time.dateTime);
    const text = { for: span(age), in: age < 0 && `in about ${span(-age)}` }[time.dataset.rel] || `${span(age)} ago`;
    if (time.textContent !== text) time.textContent = text;
  }
};

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
