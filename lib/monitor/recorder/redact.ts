const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g;
const GROUP = "[0-9a-f]{1,4}";
const IPV6 = new RegExp(
  `\\[?(?:(?:${GROUP}:){7}${GROUP}|(?:${GROUP}:){1,6}(?::${GROUP}){1,6}|::(?:${GROUP}:){0,6}${GROUP})(?:\\](?::\\d{1,5})?)?`,
  "gi",
);

/** The same words with network addresses taken out. */
export function withoutAddresses(text: string): string {
  return text.replace(IPV4, "(address)").replace(IPV6, "(address)");
}
