import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const tr: SubscriptionWords = {
  "subscribe.mailLater":
    "Bu sayfada e-posta henüz kurulmadı. Şimdiden abone olabilirsiniz; doğrulama e-postası kurulum tamamlanınca gönderilir.",
  "subscribe.trap": "Bunu boş bırakın",
  "subscribe.subscribe": "Abone ol",
  "subscribe.promise":
    "Adresin size ait olduğunu doğrulamak için bir e-posta alacaksınız. Gönderdiğimiz her e-postada abonelikten çıkma bağlantısı vardır.",
  "subscribe.without": "Adres vermeden:",
  "subscribe.push": "Bu tarayıcıda bildir",
  "subscribe.otherWays": "Slack, webhook ve diğer yollar",
  "subscribe.way": "Yol",
  "subscribe.address": "Adres veya numara",
  "subscribe.contact": "Çalışmaz olursa diye e-posta",
  "subscribe.sentThere": "Oraya, doğrulamak için bir bağlantı ve kod içeren bir ileti gönderilir.",
  "subscribe.slack": "bir gelen webhook",
  "subscribe.webhook": "POST isteklerini kabul eden herhangi bir adres",
  "subscribe.teams": "bir Workflows webhook’u",
  "subscribe.discord": "bir kanalın webhook’u",
  "subscribe.ntfy": "https://ntfy.sh/konunuz",
  "subscribe.sms": "ülke koduyla bir numara",
  "subscribe.groups": "Ya da tüm gruplar hakkında",
  "subscribe.components": "Hangi bileşenler hakkında? Hiçbirini seçmezseniz her şeyden haberdar olursunuz.",
  "subscribe.checkMail": "E-postanıza bakın",
  "subscribe.checkMessages": "İletilerinize bakın",
  "subscribe.mailSent":
    "{target} adresine bir e-posta gönderiyoruz; bugün zaten birkaç tane gönderildiyse göndermeyiz. İçindeki bağlantıyı açın ya da kodu buraya girin. İkisi de 24 saat geçerlidir.",
  "subscribe.messageSent":
    "{channel} ile bir ileti gönderiyoruz; bugün zaten birkaç tane gönderildiyse göndermeyiz. İçindeki bağlantıyı açın ya da kodu buraya girin. İkisi de 24 saat geçerlidir.",
  "subscribe.code": "Kod",
  "subscribe.confirm": "Onayla",
  "subscribe.another": "Başka bir adres kullan",
  "subscribe.confirmTitle": "Aboneliğinizi onaylayın",
  "subscribe.confirmAsk": "{page} güncellemelerini almak istiyor musunuz?",
};
