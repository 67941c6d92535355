import { expect, it } from "vitest";
import { MarkWatch } from "./mark-watch.ts";

it("tells everybody who listens, outlives a look that fails, and does not look while nobody listens", async () => {
  let looks = 0;
  const watch = new MarkWatch(async () => {
    looks += 1;
    if (looks === 2) throw new Error("locked");
    return `mark ${looks}`;
  }, 5);
  const heard = await new Promise<string[]>((resolve) => {
    const marks: string[] = [];
    const end = watch.listen((mark) => {
      marks.push(mark);
      if (mark !== "mark 4") return;
      end();
      resolve(marks);
    });
  });
  expect(heard).toEqual(["mark 1", "mark 3", "mark 4"]);
  const before = looks;
  const again = await new Promise<string>((resolve) => {
    const end = watch.listen((mark) => {
      end();
      resolve(mark);
    });
  });
  // Nobody looked between the last listener and this one.
  expect(again).toBe(`mark ${before + 1}`);
});
