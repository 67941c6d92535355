import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const ja: SubscriptionWords = {
  "subscribe.mailLater":
    "このページではまだメールが設定されていません。今すぐ登録でき、設定が済み次第、確認メールをお送りします。",
  "subscribe.trap": "この欄は空のままにしてください",
  "subscribe.subscribe": "登録する",
  "subscribe.promise":
    "アドレスがご本人のものか確認するメールをお送りします。すべてのメールに配信停止のリンクがあります。",
  "subscribe.without": "アドレスなしで：",
  "subscribe.push": "このブラウザーで通知を受け取る",
  "subscribe.otherWays": "Slack、Webhook、その他の方法",
  "subscribe.way": "方法",
  "subscribe.address": "アドレスまたは番号",
  "subscribe.contact": "届かなくなったときの連絡用メールアドレス",
  "subscribe.sentThere": "確認用のリンクとコードを記したメッセージを送ります。",
  "subscribe.slack": "受信Webhook",
  "subscribe.webhook": "POSTを受け付けるアドレス",
  "subscribe.teams": "WorkflowsのWebhook",
  "subscribe.discord": "チャンネルのWebhook",
  "subscribe.ntfy": "https://ntfy.sh/トピック名",
  "subscribe.sms": "国番号を含む電話番号",
  "subscribe.groups": "またはグループ全体について",
  "subscribe.components": "どのコンポーネントについて受け取りますか。選ばなければすべてをお知らせします。",
  "subscribe.checkMail": "メールをご確認ください",
  "subscribe.checkMessages": "メッセージをご確認ください",
  "subscribe.mailSent":
    "{target}宛てにメールを送ります（本日すでに何通か届いている場合を除きます）。メール内のリンクを開くか、コードをここに入力してください。どちらも24時間有効です。",
  "subscribe.messageSent":
    "{channel}でメッセージを送ります（本日すでに何通か届いている場合を除きます）。その中のリンクを開くか、コードをここに入力してください。どちらも24時間有効です。",
  "subscribe.code": "コード",
  "subscribe.confirm": "確認する",
  "subscribe.another": "別のアドレスを使う",
  "subscribe.confirmTitle": "登録の確認",
  "subscribe.confirmAsk": "{page}のお知らせを受け取りますか。",
};
