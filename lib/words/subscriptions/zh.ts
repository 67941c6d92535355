import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const zh: SubscriptionWords = {
  "subscribe.mailLater": "本页尚未设置电子邮件。您现在就可以订阅；设置完成后会发送确认邮件。",
  "subscribe.trap": "请将此处留空",
  "subscribe.subscribe": "订阅",
  "subscribe.promise": "您会收到一封邮件，用来确认该地址属于您。我们发送的每封邮件都有退订链接。",
  "subscribe.without": "不留地址：",
  "subscribe.push": "在此浏览器中通知我",
  "subscribe.otherWays": "Slack、Webhook 和其他方式",
  "subscribe.way": "方式",
  "subscribe.address": "地址或号码",
  "subscribe.contact": "电子邮箱，以备失效时联系",
  "subscribe.sentThere": "我们会发送一条带有确认链接和验证码的消息。",
  "subscribe.slack": "传入 Webhook",
  "subscribe.webhook": "任何接受 POST 请求的地址",
  "subscribe.teams": "Workflows Webhook",
  "subscribe.discord": "频道的 Webhook",
  "subscribe.ntfy": "https://ntfy.sh/您的主题",
  "subscribe.sms": "带国家代码的号码",
  "subscribe.groups": "或者关于整个分组",
  "subscribe.components": "关于哪些组件？不选则接收全部消息。",
  "subscribe.checkMail": "请查看您的邮件",
  "subscribe.checkMessages": "请查看您的消息",
  "subscribe.mailSent":
    "我们会向 {target} 发送一封邮件，除非今天已发送过多封。请打开其中的链接，或在此输入验证码。两者均在 24 小时内有效。",
  "subscribe.messageSent":
    "我们会通过 {channel} 发送一条消息，除非今天已发送过多条。请打开其中的链接，或在此输入验证码。两者均在 24 小时内有效。",
  "subscribe.code": "验证码",
  "subscribe.confirm": "确认",
  "subscribe.another": "使用其他地址",
  "subscribe.confirmTitle": "确认您的订阅",
  "subscribe.confirmAsk": "您想接收来自 {page} 的更新吗？",
};
