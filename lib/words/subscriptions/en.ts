/** What the forms of subscribing say, in English: the source of the type of every other language. */
export const en = {
  "subscribe.mailLater":
    "Email is not set up on this page yet. You can subscribe now; the mail to confirm it follows once it is.",
  "subscribe.trap": "Leave this empty",
  "subscribe.subscribe": "Subscribe",
  "subscribe.promise":
    "You will get a mail to confirm that the address is yours. Every mail we send has a link to unsubscribe.",
  "subscribe.without": "Without an address:",
  "subscribe.push": "Notify me in this browser",
  "subscribe.otherWays": "Slack, a webhook and other ways",
  "subscribe.way": "Way",
  "subscribe.address": "Address or number",
  "subscribe.contact": "Email, for when it stops working",
  "subscribe.sentThere": "A message is sent there with a link and a code to confirm it.",
  "subscribe.slack": "an incoming webhook",
  "subscribe.webhook": "any address that takes posts",
  "subscribe.teams": "a Workflows webhook",
  "subscribe.discord": "a channel’s webhook",
  "subscribe.ntfy": "https://ntfy.sh/your-topic",
  "subscribe.sms": "a number with its country code",
  "subscribe.groups": "Or about whole groups",
  "subscribe.components": "About which components? Choose none to hear about everything.",
  "subscribe.checkMail": "Check your mail",
  "subscribe.checkMessages": "Check your messages",
  "subscribe.mailSent":
    "We send a mail to {target}, unless it has had several of these from us today. Open the link in it, or enter its code here. Both work for 24 hours.",
  "subscribe.messageSent":
    "We send a message by {channel}, unless it has had several of these from us today. Open the link in it, or enter its code here. Both work for 24 hours.",
  "subscribe.code": "Code",
  "subscribe.confirm": "Confirm",
  "subscribe.another": "Use another address",
  "subscribe.confirmTitle": "Confirm your subscription",
  "subscribe.confirmAsk": "Do you want to get updates from {page}?",
} as const satisfies Record<string, string>;
