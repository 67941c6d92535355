import { expect, it } from "vitest";
import { CSS_MAX, checkCss } from "./custom-css.ts";

it.each([
  ".hero { border-radius: 0 }",
  '.logo i { background: url("/logo.svg") }',
  ".x { background: url(data:image/png;base64,AAAA) } /* url(https://example.com) in a comment */",
  '.more a::after { content: "\\2192" }',
  "@media (width < 600px) { .w { padding: 0 } }",
  "pattern { fill: url(#b-none) }",
])("takes %s", (css) => {
  expect(checkCss(css)).toBe(css);
});

it.each([
  ["another stylesheet", '@import "https://example.com/x.css";', /@import/],
  ["another stylesheet in disguise", '@\\69mport "https://example.com/x.css";', /@import/],
  ["a foreign picture", "a { background: url(https://example.com/x.png) }", /Line 1: url\(\)/],
  ["a foreign picture without its scheme", "a {}\nb { background: url(//example.com/x) }", /Line 2: url\(\)/],
  ["a foreign picture in disguise", "a { background: \\75 rl(https://example.com) }", /url\(\)/],
  ["a path that is none", "a { background: url('/\\\\example.com') }", /url\(\)/],
  ["a foreign picture by another name", 'a { background: image-set("https://example.com/x" 1x) }', /only url/],
  ["a page in a data address", "a { background: url(data:text/html;base64,AAAA) }", /url\(\)/],
  ["what ran as a program once", "a { width: expression(alert(1)) }", /program/],
  ["the end of its element", "a {} </style><script>", /HTML/],
  ["what it does not end", "a { color: red", /never closed/],
  ["what it did not begin", "a { color: red } }", /closes nothing/],
  ["half a string", 'a { content: "x }', /quotation mark/],
  ["an open comment around the rest", "a { color: red /* }", /never closed/],
  ["more than fits", `a{}${" ".repeat(CSS_MAX)}b{}`, /at most/],
])("refuses %s", (_, css, words) => {
  expect(() => checkCss(css)).toThrow(words);
});
