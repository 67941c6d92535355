import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const es: SubscriptionWords = {
  "subscribe.mailLater":
    "El correo todavía no está configurado en esta página. Puede suscribirse ya; el correo de confirmación llegará cuando lo esté.",
  "subscribe.trap": "Deje este campo vacío",
  "subscribe.subscribe": "Suscribirse",
  "subscribe.promise":
    "Recibirá un correo para confirmar que la dirección es suya. Cada correo incluye un enlace para darse de baja.",
  "subscribe.without": "Sin dirección:",
  "subscribe.push": "Avisarme en este navegador",
  "subscribe.otherWays": "Slack, un webhook y otras vías",
  "subscribe.way": "Vía",
  "subscribe.address": "Dirección o número",
  "subscribe.contact": "Correo, por si deja de funcionar",
  "subscribe.sentThere": "Se enviará allí un mensaje con un enlace y un código para confirmarlo.",
  "subscribe.slack": "un webhook entrante",
  "subscribe.webhook": "cualquier dirección que acepte solicitudes POST",
  "subscribe.teams": "un webhook de Workflows",
  "subscribe.discord": "el webhook de un canal",
  "subscribe.ntfy": "https://ntfy.sh/su-tema",
  "subscribe.sms": "un número con el prefijo del país",
  "subscribe.groups": "O sobre grupos enteros",
  "subscribe.components": "¿Sobre qué componentes? Sin elegir ninguno, recibirá avisos de todo.",
  "subscribe.checkMail": "Revise su correo",
  "subscribe.checkMessages": "Revise sus mensajes",
  "subscribe.mailSent":
    "Enviamos un correo a {target}, salvo que hoy ya haya recibido varios. Abra el enlace que contiene o introduzca aquí su código. Ambos valen 24 horas.",
  "subscribe.messageSent":
    "Enviamos un mensaje por {channel}, salvo que hoy ya se hayan enviado varios. Abra el enlace que contiene o introduzca aquí su código. Ambos valen 24 horas.",
  "subscribe.code": "Código",
  "subscribe.confirm": "Confirmar",
  "subscribe.another": "Usar otra dirección",
  "subscribe.confirmTitle": "Confirmar la suscripción",
  "subscribe.confirmAsk": "¿Quiere recibir avisos de {page}?",
};
