import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const pt: SubscriptionWords = {
  "subscribe.mailLater":
    "O e-mail ainda não está configurado nesta página. Você já pode se inscrever; o e-mail de confirmação virá assim que estiver.",
  "subscribe.trap": "Deixe este campo vazio",
  "subscribe.subscribe": "Inscrever-se",
  "subscribe.promise":
    "Você receberá um e-mail para confirmar que o endereço é seu. Todo e-mail tem um link para cancelar a inscrição.",
  "subscribe.without": "Sem endereço:",
  "subscribe.push": "Avisar neste navegador",
  "subscribe.otherWays": "Slack, um webhook e outros meios",
  "subscribe.way": "Meio",
  "subscribe.address": "Endereço ou número",
  "subscribe.contact": "E-mail, para o caso de parar de funcionar",
  "subscribe.sentThere": "Uma mensagem é enviada para lá com um link e um código de confirmação.",
  "subscribe.slack": "um webhook de entrada",
  "subscribe.webhook": "qualquer endereço que aceite requisições POST",
  "subscribe.teams": "um webhook do Workflows",
  "subscribe.discord": "o webhook de um canal",
  "subscribe.ntfy": "https://ntfy.sh/seu-topico",
  "subscribe.sms": "um número com o código do país",
  "subscribe.groups": "Ou sobre grupos inteiros",
  "subscribe.components": "Sobre quais componentes? Sem escolher nenhum, você recebe avisos de tudo.",
  "subscribe.checkMail": "Confira seu e-mail",
  "subscribe.checkMessages": "Confira suas mensagens",
  "subscribe.mailSent":
    "Enviamos um e-mail para {target}, a menos que já tenha recebido vários hoje. Abra o link que ele contém ou digite o código aqui. Ambos valem por 24 horas.",
  "subscribe.messageSent":
    "Enviamos uma mensagem por {channel}, a menos que várias já tenham sido enviadas hoje. Abra o link que ela contém ou digite o código aqui. Ambos valem por 24 horas.",
  "subscribe.code": "Código",
  "subscribe.confirm": "Confirmar",
  "subscribe.another": "Usar outro endereço",
  "subscribe.confirmTitle": "Confirmar sua inscrição",
  "subscribe.confirmAsk": "Você quer receber avisos de {page}?",
};
