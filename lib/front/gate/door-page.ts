import { escapeHtml } from "#lib/domain/markdown.ts";
import { STYLE } from "#lib/front/plain-answers.ts";
import type { PageDoor } from "#lib/services/read-page-door.ts";

const FORM =
  "input,button{box-sizing:border-box}form{display:grid;gap:.5rem;max-width:22rem;margin:1.5rem 0}label{font-weight:600}input{font:inherit;padding:.6rem .75rem;border:1px solid #8b8f96;border-radius:8px;background:transparent;color:inherit;min-height:2.75rem}button{font:inherit;font-weight:600;padding:.6rem 1rem;border:0;border-radius:8px;background:#17181a;color:#fff;cursor:pointer;min-height:2.75rem}.wrong{color:#c02026;font-weight:600}@media(prefers-color-scheme:dark){button{background:#edeef0;color:#111213}.wrong{color:#ff7b7f}}";

/**
 * What stands before a private page. It says whose page it is and nothing of what is on it.
 *
 * @param next where to go on to, a path of ours.
 * @param wrong what was wrong with the last try; null: there was none.
 */
export function doorPage(door: PageDoor, next: string, wrong: string | null): string {
  const name = escapeHtml(door.name);
  const path = escapeHtml(next);
  const said = wrong === null ? "" : `<p class="wrong" id="wrong" role="alert">${escapeHtml(wrong)}</p>`;
  const about = wrong === null ? "" : ' aria-invalid="true" aria-describedby="wrong"';
  const form =
    door.password === null
      ? ""
      : `<form method="post" action="/access"><input type="hidden" name="next" value="${path}"><label for="password">Password of this page</label><input id="password" name="password" type="password" required maxlength="200" autocomplete="current-password"${about}><button>Show the page</button></form>`;
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">`,
    `<title>Private · ${name}</title><style>${STYLE}${FORM}</style></head>`,
    `<body><main><h1><bdi>${name}</bdi> is a private status page</h1>${said}${form}`,
    `<p>Were you sent a link to it? Open that link again: it shows the page by itself.</p>`,
    `<p>You work on it? <a href="/console/enter?next=${encodeURIComponent(next)}">Sign in as an operator</a></p></main></body></html>`,
  ].join("");
}
