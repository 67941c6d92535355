import { Body, Container, Head, Hr, Html, Link, Preview, render, Section, Text } from "@react-email/components";
import { createElement, type ReactNode } from "react";

/** Mail programs know no variables: light colours inline, dark ones by the class where a program honours them. */
const CSS = [
  ".message p { margin: 0 0 12px; }",
  ".message pre { white-space: pre-wrap; }",
  ".message, .message a { overflow-wrap: anywhere; }",
  "@media (prefers-color-scheme: dark) {",
  ".card { background-color: #18191b !important; border-color: #2a2c2f !important; }",
  ".rule { border-color: #2a2c2f !important; }",
  ".ink, .message { color: #edeef0 !important; }",
  ".mute { color: #a0a5ad !important; }",
  ".message a, .link { color: #86a9ff !important; }",
  "}",
].join("\n");

const FONT = 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
export const INK = "#17181a";
export const MUTE = "#5d6167";
const LINK = "#2a5bd7";

/** A line of text in a mail; `isMute` for what matters less. */
export function line(text: ReactNode, more: { isMute?: boolean; size?: number; weight?: number } = {}): ReactNode {
  const { isMute = false, size = 15, weight = 400 } = more;
  const style = {
    color: isMute ? MUTE : INK,
    fontSize: size,
    fontWeight: weight,
    lineHeight: "1.5",
    margin: "0 0 12px",
  };
  return createElement(Text, { className: isMute ? "mute" : "ink", style }, text);
}

export function link(href: string, text: string): ReactNode {
  return createElement(Link, { href, className: "link", style: { color: LINK, textDecoration: "underline" } }, text);
}

export type Framed = { preview: string; content: ReactNode; foot: ReactNode };

/**
 * A whole mail as HTML: one column that fits a narrow screen, readable in light and dark programs.
 *
 * Built without JSX: the worker runs under Node's own type stripping, which knows none.
 */
export function renderFramed({ preview, content, foot }: Framed): Promise<string> {
  return render(
    createElement(
      Html,
      { lang: "en" },
      createElement(
        Head,
        null,
        createElement("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
        createElement("meta", { name: "color-scheme", content: "light dark" }),
        createElement("meta", { name: "supported-color-schemes", content: "light dark" }),
        createElement("style", null, CSS),
      ),
      createElement(Preview, null, preview),
      createElement(
        Body,
        { style: { fontFamily: FONT, margin: 0, padding: "24px 12px" } },
        createElement(
          Container,
          {
            className: "card",
            style: {
              backgroundColor: "#ffffff",
              border: "1px solid #e6e6e3",
              borderRadius: 14,
              maxWidth: 560,
              padding: "24px",
              width: "100%",
            },
          },
          content,
          createElement(Hr, { className: "rule", style: { borderColor: "#e6e6e3", margin: "20px 0 16px" } }),
          createElement(Section, null, foot),
        ),
      ),
    ),
  );
}
