import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { judgeFacts } from "#lib/diagnosis/diagnose.ts";
import { MINUTE } from "#lib/domain/instant.ts";
import { createLog } from "#lib/log.ts";
import { LogFile } from "./log-file.ts";
import { LogWatch } from "./log-watch.ts";

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "pulsepage-log-"));
  path = join(dir, "redis.log");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const HEAD = "4402:M 23 Nov 2026 00:32:15.087 #";
/** As Redis 7.0.15 wrote it when a subscriber did not read. */
const CUT = `${HEAD} Client id=4 addr=127.0.0.1:35422 laddr=127.0.0.1:17600 fd=7 name=jo age=0 idle=0 flags=P omem=1048672 cmd=subscribe user=default redir=-1 resp=2 scheduled to be closed ASAP for overcoming of output buffer limits.`;

describe("a followed log file", () => {
  it("hands out each line once, from the end of what was there, and unfinished lines when they are finished", async () => {
    writeFileSync(path, "old\n");
    const file = new LogFile(path);
    expect(await file.read()).toEqual([]);
    appendFileSync(path, "one\ntw");
    expect(await file.read()).toEqual(["one"]);
    appendFileSync(path, "o\n");
    expect(await file.read()).toEqual(["two"]);
    expect(await file.read()).toEqual([]);
    await file.close();
  });

  it("reads the old file to its end when it is rotated, and the new one from its start", async () => {
    writeFileSync(path, "");
    const file = new LogFile(path);
    await file.read();
    appendFileSync(path, "last of the old\n");
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, "after the move\n");
    expect(await file.read()).toEqual(["last of the old", "after the move"]);
    writeFileSync(path, "first of the new\n");
    expect(await file.read()).toEqual(["first of the new"]);
    await file.close();
  });

  it("begins again when the file is emptied in place, and waits for one that is not there yet", async () => {
    const file = new LogFile(path);
    expect(await file.read()).toBeNull();
    writeFileSync(path, "a long first line\n");
    expect(await file.read()).toEqual(["a long first line"]);
    truncateSync(path);
    appendFileSync(path, "new\n");
    expect(await file.read()).toEqual(["new"]);
    await file.close();
  });

  it("holds a bounded piece in memory, however much is written", async () => {
    writeFileSync(path, "");
    const file = new LogFile(path);
    await file.read();
    appendFileSync(path, `${"x".repeat(1_000)}\n`.repeat(2_000));
    const lines = (await file.read()) ?? [];
    expect(lines.length).toBeLessThan(300);
    expect(lines.at(-1)).toHaveLength(1_000);
    appendFileSync(path, "y".repeat(100_000));
    await file.read();
    appendFileSync(path, "\n");
    expect((await file.read())?.at(-1)?.length).toBeLessThanOrEqual(8 * 1_024);
    await file.close();
  });
});

describe("the log watch", () => {
  const quiet = createLog("error", "test");

  it("counts warnings by class, without addresses and names, and forgets them after ten minutes", async () => {
    writeFileSync(path, "");
    let now = 0;
    const watch = new LogWatch(path, () => now, quiet);
    await watch.look();
    appendFileSync(
      path,
      `${CUT}\n${CUT}\n${HEAD} WARNING Memory overcommit must be enabled!\n${HEAD} DB saved on disk\n`,
    );
    await watch.look();
    expect(watch.facts(now)).toMatchObject({ log_output_buffer: 2, log_overcommit: 1 });
    expect(JSON.stringify(watch.facts(now))).not.toMatch(/127\.0|35422|=jo/);
    expect(judgeFacts(watch.facts(now), now).diagnoses?.map((one) => one.cause)).toContain("clients.output_buffer");
    now = 11 * MINUTE;
    expect(watch.facts(now)).toEqual({});
    await watch.stop();
  });

  it("explains a death by what the log said before it, until the process runs again", async () => {
    writeFileSync(path, "");
    const watch = new LogWatch(path, () => 0, quiet);
    await watch.look();
    const refused = { failure: "conn.refused", code: "ECONNREFUSED" };
    appendFileSync(path, `4402:signal-handler (1795393922) Received SIGTERM scheduling shutdown...\n`);
    await watch.look();
    expect(judgeFacts({ ...watch.facts(0), ...refused }, 0)).toMatchObject({
      status: "major_outage",
      cause: "log.stopped",
    });
    expect(judgeFacts(watch.facts(0), 0).status).toBe("operational");
    appendFileSync(path, `${HEAD} Ready to accept connections\n`);
    await watch.look();
    expect(judgeFacts({ ...watch.facts(0), ...refused }, 0).cause).toBe("conn.refused");
    await watch.stop();
  });

  it.each([
    ["Can't save in background: fork: Cannot allocate memory", "persist.fork_failed"],
    [
      "Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting",
      "persist.aof_fsync_slow",
    ],
    ["Error writing to the AOF file: No space left on device", "log.disk_full"],
    [
      "Failed opening the temp RDB file temp-12.rdb (in server root dir /data) for saving: Permission denied",
      "log.disk_refused",
    ],
    ["Background saving error", "backup.save_failed"],
    [
      "Possible SECURITY ATTACK detected. It looks like somebody is sending POST or Host: commands to Redis.",
      "log.attack",
    ],
    [
      "Current maximum open files is 1024. maxclients has been reduced to 992 to compensate for low ulimit.",
      "log.maxclients",
    ],
    ["Slow script detected: still in execution after 5001 milliseconds.", "log.slow_script"],
    ["MASTER aborted replication with an error: NOAUTH Authentication required.", "log.replication_refused"],
  ])("takes “%s” for %s", async (line, cause) => {
    writeFileSync(path, "");
    const watch = new LogWatch(path, () => 0, quiet);
    await watch.look();
    appendFileSync(path, `${HEAD} ${line}\n`);
    await watch.look();
    const found = judgeFacts(watch.facts(0), 0);
    expect(found.diagnoses?.map((one) => one.cause)).toEqual([cause]);
    expect(found.status).toBe("operational");
    await watch.stop();
  });
});
