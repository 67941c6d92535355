import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const hi: SubscriptionWords = {
  "subscribe.mailLater": "इस पेज पर ईमेल अभी सेट नहीं है। आप अभी सदस्यता ले सकते हैं; सेट होते ही पुष्टि का ईमेल भेजा जाएगा।",
  "subscribe.trap": "इसे खाली छोड़ें",
  "subscribe.subscribe": "सदस्यता लें",
  "subscribe.promise": "पता आपका है, इसकी पुष्टि के लिए आपको एक ईमेल मिलेगा। हमारे हर ईमेल में सदस्यता छोड़ने का लिंक होता है।",
  "subscribe.without": "बिना पते के:",
  "subscribe.push": "इस ब्राउज़र में सूचना दें",
  "subscribe.otherWays": "Slack, वेबहुक और दूसरे तरीके",
  "subscribe.way": "तरीका",
  "subscribe.address": "पता या नंबर",
  "subscribe.contact": "ईमेल, अगर यह काम करना बंद कर दे",
  "subscribe.sentThere": "वहाँ पुष्टि के लिए लिंक और कोड के साथ एक संदेश भेजा जाता है।",
  "subscribe.slack": "एक इनकमिंग वेबहुक",
  "subscribe.webhook": "कोई भी पता जो POST स्वीकार करे",
  "subscribe.teams": "एक Workflows वेबहुक",
  "subscribe.discord": "किसी चैनल का वेबहुक",
  "subscribe.ntfy": "https://ntfy.sh/आपका-विषय",
  "subscribe.sms": "देश के कोड के साथ नंबर",
  "subscribe.groups": "या पूरे समूहों के बारे में",
  "subscribe.components": "किन घटकों के बारे में? कुछ न चुनने पर आपको सब की सूचना मिलेगी।",
  "subscribe.checkMail": "अपना ईमेल देखें",
  "subscribe.checkMessages": "अपने संदेश देखें",
  "subscribe.mailSent":
    "हम {target} पर एक ईमेल भेजते हैं, बशर्ते आज वहाँ ऐसे कई न भेजे गए हों। उसमें दिया लिंक खोलें या उसका कोड यहाँ लिखें। दोनों 24 घंटे तक मान्य हैं।",
  "subscribe.messageSent":
    "हम {channel} से एक संदेश भेजते हैं, बशर्ते आज ऐसे कई न भेजे गए हों। उसमें दिया लिंक खोलें या उसका कोड यहाँ लिखें। दोनों 24 घंटे तक मान्य हैं।",
  "subscribe.code": "कोड",
  "subscribe.confirm": "पुष्टि करें",
  "subscribe.another": "दूसरा पता इस्तेमाल करें",
  "subscribe.confirmTitle": "अपनी सदस्यता की पुष्टि करें",
  "subscribe.confirmAsk": "क्या आप {page} की सूचनाएँ पाना चाहते हैं?",
};
