// Turns notifications on in this browser: asks it for its address and sends that as the form does.
const form = document.getElementById("push");
const status = form.querySelector("[role=status]");
const bytes = (base64url) =>
  Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const add = (name, value) => {
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name, value });
  form.append(input);
};

const turnOn = async () => {
  if ((await Notification.requestPermission()) !== "granted") {
    status.textContent = "Notifications are not allowed for this page. Allow them in your browser and try again.";
    return;
  }
  const registration = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const key = bytes(form.dataset.key);
  const wish = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = await registration.pushManager.subscribe(wish).catch(async () => {
    // One that was made for another key is in the way.
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    return registration.pushManager.subscribe(wish);
  });
  add("target", JSON.stringify(subscription));
  for (const box of document.querySelectorAll("#by-mail [name=components]:checked")) add("components", box.value);
  form.submit();
};

if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    turnOn().catch(() => {
      status.textContent = "Your browser could not turn notifications on. Try again, or choose another way.";
    });
  });
}
