import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const de: SubscriptionWords = {
  "subscribe.mailLater":
    "E-Mail ist auf dieser Seite noch nicht eingerichtet. Sie können sich jetzt schon anmelden; die Mail zur Bestätigung folgt, sobald es so weit ist.",
  "subscribe.trap": "Dieses Feld leer lassen",
  "subscribe.subscribe": "Anmelden",
  "subscribe.promise":
    "Sie erhalten eine Mail, mit der Sie bestätigen, dass die Adresse Ihnen gehört. In jeder unserer Mails steht ein Link zum Abmelden.",
  "subscribe.without": "Ohne Adresse:",
  "subscribe.push": "In diesem Browser benachrichtigen",
  "subscribe.otherWays": "Slack, ein Webhook und andere Wege",
  "subscribe.way": "Weg",
  "subscribe.address": "Adresse oder Nummer",
  "subscribe.contact": "E-Mail, falls es nicht mehr ankommt",
  "subscribe.sentThere": "Dorthin geht eine Nachricht mit einem Link und einem Code zur Bestätigung.",
  "subscribe.slack": "ein eingehender Webhook",
  "subscribe.webhook": "eine Adresse, die POST-Anfragen annimmt",
  "subscribe.teams": "ein Workflows-Webhook",
  "subscribe.discord": "der Webhook eines Kanals",
  "subscribe.ntfy": "https://ntfy.sh/ihr-thema",
  "subscribe.sms": "eine Nummer mit Ländervorwahl",
  "subscribe.groups": "Oder über ganze Gruppen",
  "subscribe.components": "Über welche Komponenten? Ohne Auswahl erfahren Sie von allem.",
  "subscribe.checkMail": "Sehen Sie in Ihre Mails",
  "subscribe.checkMessages": "Sehen Sie in Ihre Nachrichten",
  "subscribe.mailSent":
    "Wir senden eine Mail an {target}, falls dort heute nicht schon mehrere davon angekommen sind. Öffnen Sie den Link darin, oder geben Sie den Code hier ein. Beide gelten 24 Stunden.",
  "subscribe.messageSent":
    "Wir senden eine Nachricht über {channel}, falls dort heute nicht schon mehrere davon angekommen sind. Öffnen Sie den Link darin, oder geben Sie den Code hier ein. Beide gelten 24 Stunden.",
  "subscribe.code": "Code",
  "subscribe.confirm": "Bestätigen",
  "subscribe.another": "Eine andere Adresse verwenden",
  "subscribe.confirmTitle": "Anmeldung bestätigen",
  "subscribe.confirmAsk": "Möchten Sie Meldungen von {page} erhalten?",
};
