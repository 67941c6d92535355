import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const fr: SubscriptionWords = {
  "subscribe.mailLater":
    "L’envoi d’e-mails n’est pas encore configuré sur cette page. Vous pouvez vous abonner dès maintenant ; l’e-mail de confirmation suivra dès que possible.",
  "subscribe.trap": "Laissez ce champ vide",
  "subscribe.subscribe": "S’abonner",
  "subscribe.promise":
    "Vous recevrez un e-mail pour confirmer que l’adresse est la vôtre. Chaque e-mail contient un lien de désabonnement.",
  "subscribe.without": "Sans adresse :",
  "subscribe.push": "M’avertir dans ce navigateur",
  "subscribe.otherWays": "Slack, un webhook et d’autres moyens",
  "subscribe.way": "Moyen",
  "subscribe.address": "Adresse ou numéro",
  "subscribe.contact": "E-mail, au cas où cela ne fonctionnerait plus",
  "subscribe.sentThere": "Un message y est envoyé avec un lien et un code de confirmation.",
  "subscribe.slack": "un webhook entrant",
  "subscribe.webhook": "toute adresse qui accepte les requêtes POST",
  "subscribe.teams": "un webhook Workflows",
  "subscribe.discord": "le webhook d’un salon",
  "subscribe.ntfy": "https://ntfy.sh/votre-sujet",
  "subscribe.sms": "un numéro avec l’indicatif du pays",
  "subscribe.groups": "Ou sur des groupes entiers",
  "subscribe.components": "À propos de quels composants ? Sans choix, vous serez informé de tout.",
  "subscribe.checkMail": "Consultez vos e-mails",
  "subscribe.checkMessages": "Consultez vos messages",
  "subscribe.mailSent":
    "Nous envoyons un e-mail à {target}, sauf si cette adresse en a déjà reçu plusieurs aujourd’hui. Ouvrez le lien qu’il contient ou saisissez son code ici. Les deux sont valables 24 heures.",
  "subscribe.messageSent":
    "Nous envoyons un message par {channel}, sauf si plusieurs ont déjà été envoyés aujourd’hui. Ouvrez le lien qu’il contient ou saisissez son code ici. Les deux sont valables 24 heures.",
  "subscribe.code": "Code",
  "subscribe.confirm": "Confirmer",
  "subscribe.another": "Utiliser une autre adresse",
  "subscribe.confirmTitle": "Confirmer votre abonnement",
  "subscribe.confirmAsk": "Voulez-vous recevoir les messages de {page} ?",
};
