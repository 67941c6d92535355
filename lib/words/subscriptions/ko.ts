import type { SubscriptionWords } from "#lib/words/dictionaries.ts";

export const ko: SubscriptionWords = {
  "subscribe.mailLater":
    "이 페이지에는 아직 이메일이 설정되지 않았습니다. 지금 구독하실 수 있으며, 설정이 끝나면 확인 메일을 보내 드립니다.",
  "subscribe.trap": "이 칸은 비워 두세요",
  "subscribe.subscribe": "구독하기",
  "subscribe.promise": "주소가 본인의 것인지 확인하는 메일을 보내 드립니다. 모든 메일에는 구독 취소 링크가 있습니다.",
  "subscribe.without": "주소 없이:",
  "subscribe.push": "이 브라우저에서 알림 받기",
  "subscribe.otherWays": "Slack, 웹훅 및 다른 방법",
  "subscribe.way": "방법",
  "subscribe.address": "주소 또는 번호",
  "subscribe.contact": "작동하지 않을 때를 위한 이메일",
  "subscribe.sentThere": "확인용 링크와 코드가 담긴 메시지를 그곳으로 보냅니다.",
  "subscribe.slack": "수신 웹훅",
  "subscribe.webhook": "POST 요청을 받는 주소",
  "subscribe.teams": "Workflows 웹훅",
  "subscribe.discord": "채널의 웹훅",
  "subscribe.ntfy": "https://ntfy.sh/내-주제",
  "subscribe.sms": "국가 번호를 포함한 번호",
  "subscribe.groups": "또는 그룹 전체에 대해",
  "subscribe.components": "어떤 구성 요소에 대해 받으시겠습니까? 선택하지 않으면 모두 알려 드립니다.",
  "subscribe.checkMail": "메일을 확인하세요",
  "subscribe.checkMessages": "메시지를 확인하세요",
  "subscribe.mailSent":
    "{target} 주소로 메일을 보냅니다. 오늘 이미 여러 번 보낸 경우는 제외됩니다. 메일의 링크를 열거나 코드를 여기에 입력하세요. 둘 다 24시간 동안 유효합니다.",
  "subscribe.messageSent":
    "{channel}(으)로 메시지를 보냅니다. 오늘 이미 여러 번 보낸 경우는 제외됩니다. 메시지의 링크를 열거나 코드를 여기에 입력하세요. 둘 다 24시간 동안 유효합니다.",
  "subscribe.code": "코드",
  "subscribe.confirm": "확인",
  "subscribe.another": "다른 주소 사용",
  "subscribe.confirmTitle": "구독 확인",
  "subscribe.confirmAsk": "{page}의 알림을 받으시겠습니까?",
};
