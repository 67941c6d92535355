/** What a mail server says when it returns a mail that it had taken (RFC 3464). */
export type ReturnedMail = {
  /** The mail that came back, and to whom it was addressed. */
  messageId: string;
  recipient: string;
  /** 5.1.1 and the like (RFC 3463); the first figure is always 5: it is for good. */
  status: string;
  /** In the words of the server that refused it. */
  answer: string;
};

/** Reads a report of a failed delivery; null when the text is none: an answer, a delay, anything else that is mailed to a sender. */
export function readReturnedMail(raw: string): ReturnedMail | null {
  const text = raw.replaceAll("\r\n", "\n");
  const type = fieldOf(headOf(text), "Content-Type") ?? "";
  const boundary = /^multipart\/report\b.*\bboundary="?([^";]+)"?/is.exec(type)?.[1];
  if (boundary === undefined) return null;
  const parts = text
    .split(`\n--${boundary}`)
    .slice(1)
    .map((part) => part.trimStart());
  const report = bodyOf(parts, /^message\/(global-)?delivery-status\b/i);
  const returned = bodyOf(parts, /^(message\/(rfc822|global)|text\/rfc822-headers|message\/global-headers)\b/i);
  if (report === undefined || returned === undefined) return null;
  const failed = report.split(/\n\s*\n/).find((one) => /^failed\b/i.test(fieldOf(one, "Action") ?? ""));
  const status = /^5\.\d{1,3}\.\d{1,3}/.exec(fieldOf(failed ?? "", "Status") ?? "")?.[0];
  const messageId = /<[^<>\s]+>/.exec(fieldOf(headOf(returned), "Message-ID") ?? "")?.[0];
  const recipient = /[^\s<>,;:"]+@[^\s<>,;:"]+/.exec(fieldOf(headOf(returned), "To") ?? "")?.[0];
  if (failed === undefined || status === undefined || messageId === undefined || recipient === undefined) return null;
  const answer = (fieldOf(failed, "Diagnostic-Code") ?? status).replace(/^[\w-]+;\s*/, "");
  return { messageId, recipient, status, answer };
}

function headOf(text: string): string {
  return text.split("\n\n", 1)[0] as string;
}

function bodyOf(parts: readonly string[], type: RegExp): string | undefined {
  const part = parts.find((one) => type.test(fieldOf(headOf(one), "Content-Type") ?? ""));
  return part?.slice(headOf(part).length).trimStart();
}

/** The value of a field, its lines made one. */
function fieldOf(head: string, name: string): string | undefined {
  const found = new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, "im").exec(head)?.[1];
  return found?.replace(/\n[ \t]+/g, " ").trim();
}
