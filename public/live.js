// Keeps an open page true: reads it again when the server says that something changed, and lets its times tick.
(() => {
  const units = [
    [86400, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  const words = (seconds) => {
    const [size, unit] = units.find(([size]) => seconds >= size) || units[3];
    const count = Math.max(1, Math.floor(seconds / size));
    return `${count} ${unit}${count === 1 ? "" : "s"}`;
  };
  const tick = () => {
    for (const time of document.querySelectorAll("time[data-rel]")) {
      const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
      if (time.dataset.rel === "ago") time.textContent = `${words(Math.max(1, seconds))} ago`;
      if (time.dataset.rel === "for") time.textContent = words(Math.max(1, seconds));
      if (time.dataset.rel === "in" && seconds < 0) time.textContent = `in about ${words(-seconds)}`;
    }
  };
  let reading = false;
  const read = async () => {
    if (reading) return;
    reading = true;
    try {
      const answer = await fetch(location.href, { cache: "no-cache", headers: { accept: "text/html" } });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const old = document.querySelector("main");
      const main = fresh.querySelector("main");
      if (!old || !main) return;
      document.title = fresh.title;
      const icon = document.querySelector("link[rel=icon]");
      const freshIcon = fresh.querySelector("link[rel=icon]");
      if (icon && freshIcon) icon.href = freshIcon.getAttribute("href");
      const open = [...old.querySelectorAll("details[open][id]")].map((one) => one.id);
      const focused =
        document.activeElement && old.contains(document.activeElement)
          ? document.activeElement.getAttribute("href")
          : null;
      old.replaceWith(main);
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      if (focused) main.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
      const banner = document.querySelector("body > .emergency");
      const freshBanner = fresh.querySelector("body > .emergency");
      if (banner) banner.remove();
      if (freshBanner) document.body.prepend(freshBanner);
      tick();
    } catch {
      // The next change or the next half minute reads it again.
    } finally {
      reading = false;
    }
  };
  const events = new EventSource("/events");
  events.addEventListener("change", (event) => {
    const shown = Number(document.querySelector("main")?.dataset.version ?? -1);
    // A little apart, so that ten thousand open pages do not ask in one instant.
    if (JSON.parse(event.data).version > shown) setTimeout(read, Math.random() * 400);
  });
  setInterval(tick, 1000);
  setInterval(read, 30000);
  tick();
})();
