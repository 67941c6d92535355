import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DomainError } from "./errors.ts";
import { BODY_MAX, cleanBody, cleanTitle, isSlug, slugify, TITLE_MAX } from "./text.ts";

const anyText = fc.string({ unit: "binary", maxLength: 80 });
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be left.
const FORBIDDEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\p{Bidi_Control}\u2028\u2029]/u;

/** The cleaned text, or the field that was refused. */
function outcome(clean: (text: string) => string, text: string): { text: string } | { refused: string | undefined } {
  try {
    return { text: clean(text) };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "invalid") throw error;
    return { refused: error.fields[0]?.path };
  }
}

describe("cleanTitle", () => {
  it("folds to one line without losing the gap between words", () => {
    expect(cleanTitle("  API\r\nis\u2028slow\t today \u0085")).toBe("API is slow today");
  });

  it("takes out what could turn a line round or hide in it", () => {
    expect(cleanTitle("Pay\u202Etnemyap\u202C \u0007\u001B[31mAPI\uFEFF")).toBe("Paytnemyap [31mAPI");
  });

  it("keeps writing of every kind, joined emoji included", () => {
    for (const text of ["Störung bei Zahlungen", "支付故障", "می‌خواهم", "👩‍💻 deploys"])
      expect(cleanTitle(text)).toBe(text);
  });

  it("refuses what nobody can see", () => {
    for (const text of ["", " \n", "\u200B\u200D", "\u3164", "\u2800", "\u00AD", "\u202E"]) {
      expect(outcome(cleanTitle, text)).toEqual({ refused: "title" });
    }
  });

  it("fits 200 characters, not 201, and says how many there were", () => {
    expect(cleanTitle("x".repeat(TITLE_MAX))).toHaveLength(200);
    expect(() => cleanTitle("x".repeat(201))).toThrow("The title has 201 characters; at most 200 fit.");
  });

  it("makes half a character whole", () => {
    expect(cleanTitle("A\uD800B")).toBe("A\uFFFDB");
  });
});

describe("cleanBody", () => {
  it("keeps lines and tabs, and makes every line end the same", () => {
    expect(cleanBody("\r\none\r\ntwo\rthree\u2028four\n\n\tfive \n")).toBe("one\ntwo\nthree\nfour\n\n\tfive");
  });

  it("fits 20,000 characters, not more, and refuses nothing at all", () => {
    expect(cleanBody("x".repeat(BODY_MAX))).toHaveLength(20_000);
    expect(outcome(cleanBody, "x".repeat(BODY_MAX + 1))).toEqual({ refused: "body" });
    expect(outcome(cleanBody, "\n\u200B\n")).toEqual({ refused: "body" });
  });
});

describe.each([
  ["cleanTitle", cleanTitle],
  ["cleanBody", cleanBody],
])("%s, for any text", (_name, clean) => {
  it("leaves nothing forbidden, and nothing to clean a second time", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const result = outcome(clean, text);
        if (!("text" in result)) return;
        expect(result.text).not.toMatch(FORBIDDEN);
        expect(result.text.isWellFormed()).toBe(true);
        expect(clean(result.text)).toBe(result.text);
      }),
      { numRuns: 500 },
    );
  });
});

describe("slugify", () => {
  it("writes names as addresses", () => {
    expect(slugify("Task orchestration")).toBe("task-orchestration");
    expect(slugify("  Größe & Öl / São Paulo (EU-1)! ")).toBe("grosse-ol-sao-paulo-eu-1");
    expect(slugify("Łódź ﬁle №5")).toBe("lodz-file-no5");
    expect(slugify("支付")).toBe("");
  });

  it("gives an address or nothing, at most 80 long, for any text", () => {
    const long = fc.string({ unit: fc.constantFrom("a", "B", "-", " ", "ß", "é", "支", "9"), maxLength: 200 });
    fc.assert(
      fc.property(fc.oneof(anyText, long), (text) => {
        const slug = slugify(text);
        if (slug !== "") expect(isSlug(slug)).toBe(true);
        expect(slugify(slug)).toBe(slug);
      }),
      { numRuns: 500 },
    );
  });
});

describe("isSlug", () => {
  it("takes small letters, digits and single hyphens between them", () => {
    for (const slug of ["a", "api-2", "0"]) expect(isSlug(slug)).toBe(true);
    for (const text of ["", "-a", "a-", "a--b", "A", "a b", "a\n", "a/b", "x".repeat(81)])
      expect(isSlug(text)).toBe(false);
  });
});
