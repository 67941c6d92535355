import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const ru: SubscriptionWords = {
  "subscribe.mailLater":
    "Почта на этой странице ещё не настроена. Подписаться можно уже сейчас; письмо для подтверждения придёт, как только она будет настроена.",
  "subscribe.trap": "Оставьте это поле пустым",
  "subscribe.subscribe": "Подписаться",
  "subscribe.promise":
    "Вы получите письмо, чтобы подтвердить, что адрес ваш. В каждом нашем письме есть ссылка для отписки.",
  "subscribe.without": "Без адреса:",
  "subscribe.push": "Уведомлять в этом браузере",
  "subscribe.otherWays": "Slack, вебхук и другие способы",
  "subscribe.way": "Способ",
  "subscribe.address": "Адрес или номер",
  "subscribe.contact": "Почта на случай, если это перестанет работать",
  "subscribe.sentThere": "Туда придёт сообщение со ссылкой и кодом для подтверждения.",
  "subscribe.slack": "входящий вебхук",
  "subscribe.webhook": "любой адрес, принимающий POST-запросы",
  "subscribe.teams": "вебхук Workflows",
  "subscribe.discord": "вебхук канала",
  "subscribe.ntfy": "https://ntfy.sh/ваша-тема",
  "subscribe.sms": "номер с кодом страны",
  "subscribe.groups": "Или о целых группах",
  "subscribe.components": "О каких компонентах? Если ничего не выбрать, вы будете узнавать обо всём.",
  "subscribe.checkMail": "Проверьте почту",
  "subscribe.checkMessages": "Проверьте сообщения",
  "subscribe.mailSent":
    "Мы отправим письмо на {target}, если сегодня туда не ушло уже несколько таких. Откройте ссылку в нём или введите код здесь. И то и другое действует 24 часа.",
  "subscribe.messageSent":
    "Мы отправим сообщение через {channel}, если сегодня туда не ушло уже несколько таких. Откройте ссылку в нём или введите код здесь. И то и другое действует 24 часа.",
  "subscribe.code": "Код",
  "subscribe.confirm": "Подтвердить",
  "subscribe.another": "Указать другой адрес",
  "subscribe.confirmTitle": "Подтвердите подписку",
  "subscribe.confirmAsk": "Хотите получать сообщения от {page}?",
};
