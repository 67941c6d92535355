// Shows what the status page pushes, and opens it when it is pressed.
self.addEventListener("push", (event) => {
  const { title, body, tag, url } = event.data.json();
  const more = { body, tag, renotify: true, data: { url }, icon: "/icon-operational.svg" };
  event.waitUntil(self.registration.showNotification(title, more));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url));
});
