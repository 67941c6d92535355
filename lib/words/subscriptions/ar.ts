import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const ar: SubscriptionWords = {
  "subscribe.mailLater": "البريد غير مُعدّ في هذه الصفحة بعد. يمكن الاشتراك الآن، وتصل رسالة التأكيد عند إعداده.",
  "subscribe.trap": "يُترك هذا الحقل فارغًا",
  "subscribe.subscribe": "اشتراك",
  "subscribe.promise": "ستصل رسالة لتأكيد ملكية العنوان. وفي كل رسالة نرسلها رابط لإلغاء الاشتراك.",
  "subscribe.without": "دون عنوان:",
  "subscribe.push": "التنبيه في هذا المتصفح",
  "subscribe.otherWays": "Slack أو webhook أو طرق أخرى",
  "subscribe.way": "الطريقة",
  "subscribe.address": "العنوان أو الرقم",
  "subscribe.contact": "بريد إلكتروني، في حال توقف الوصول",
  "subscribe.sentThere": "تُرسل إلى هناك رسالة فيها رابط ورمز للتأكيد.",
  "subscribe.slack": "webhook وارد",
  "subscribe.webhook": "أي عنوان يقبل طلبات POST",
  "subscribe.teams": "webhook من Workflows",
  "subscribe.discord": "webhook لقناة",
  "subscribe.ntfy": "عنوان مثل https://ntfy.sh/topic",
  "subscribe.sms": "رقم مع رمز البلد",
  "subscribe.groups": "أو عن مجموعات كاملة",
  "subscribe.components": "عن أي المكوّنات؟ دون اختيار تصل الأخبار عن كل شيء.",
  "subscribe.checkMail": "يُرجى التحقق من البريد",
  "subscribe.checkMessages": "يُرجى التحقق من الرسائل",
  "subscribe.mailSent":
    "نرسل رسالة إلى {target}، ما لم تكن قد وصلته عدة رسائل منا اليوم. يمكن فتح الرابط الذي فيها أو إدخال رمزها هنا. كلاهما صالح 24 ساعة.",
  "subscribe.messageSent":
    "نرسل رسالة عبر {channel}، ما لم تكن قد وصلت عدة رسائل منا اليوم. يمكن فتح الرابط الذي فيها أو إدخال رمزها هنا. كلاهما صالح 24 ساعة.",
  "subscribe.code": "الرمز",
  "subscribe.confirm": "تأكيد",
  "subscribe.another": "استخدام عنوان آخر",
  "subscribe.confirmTitle": "تأكيد الاشتراك",
  "subscribe.confirmAsk": "هل تريد تلقّي تحديثات {page}؟",
};
