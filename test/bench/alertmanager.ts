import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../support/free-port.js";

/** Prometheus Alertmanager with its WeCom receiver, every alert a group of its own and no waiting (`group_wait: 0s`). */
export interface Alertmanager {
  raise(alerts: readonly { name: string; user: string }[]): Promise<void>;
  stop(): Promise<void>;
}

const config = (wecom: string): string => `
route: { receiver: wecom, group_by: ['...'], group_wait: 0s, group_interval: 1m, repeat_interval: 24h }
receivers:
  - name: wecom
    wechat_configs:
      - api_url: ${wecom}/cgi-bin/
        corp_id: ww1
        agent_id: '1000002'
        api_secret: secret
        to_user: '{{ .CommonLabels.user }}'
        message: '{{ .CommonLabels.alertname }}'
        send_resolved: false
`;

/** Null where it is not installed (Debian: prometheus-alertmanager; `ALERTMANAGER_PATH` names another). */
export const startAlertmanager = async (wecom: string): Promise<Alertmanager | null> => {
  const folder = mkdtempSync(join(tmpdir(), "desk-alertmanager-"));
  writeFileSync(join(folder, "config.yml"), config(wecom));
  const port = await freePort();
  const child = spawn(
    process.env.ALERTMANAGER_PATH ?? "prometheus-alertmanager",
    [
      `--config.file=${join(folder, "config.yml")}`,
      `--storage.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--cluster.listen-address=",
      "--log.level=error",
    ],
    { stdio: "ignore" },
  );
  const absent = new Promise<boolean>((resolve) => child.once("error", () => resolve(true)));
  const url = `http://127.0.0.1:${port}`;
  const ready = async (): Promise<boolean> => {
    for (let tries = 0; tries < 100; tries += 1) {
      if (
        await fetch(`${url}/-/ready`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return false;
      await pause(100);
    }
    return true;
  };
  if (await Promise.race([absent, ready()])) {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  return {
    raise: async (alerts) => {
      const body = JSON.stringify(alerts.map(({ name, user }) => ({ labels: { alertname: name, user } })));
      const { ok, status } = await fetch(`${url}/api/v2/alerts`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      if (!ok) throw new Error(`alertmanager answered ${status}`);
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
