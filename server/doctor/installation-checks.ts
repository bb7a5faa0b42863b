import { randomBytes } from "node:crypto";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { dirname, join } from "node:path";
import { bad, type Finding, good, warning } from "./finding.js";
import type { Check, Ward } from "./ward.js";

const SECRET_CHARACTERS = 32;
const GIGABYTE = 1024 ** 3;

const settings = async ({ env }: Ward): Promise<Finding[]> => {
  const title = "地址与时钟";
  const { protocol, hostname, pathname } = new URL(env.publicUrl);
  const found: Finding[] = [];
  const mendUrl = "改为手机能打开的 https 域名，例如 https://desk.example.org；域名须已备案，主体与企业一致";
  if (env.sandbox === null && protocol !== "https:")
    found.push(bad(title, `PUBLIC_URL（${env.publicUrl}）不是 https`, mendUrl, "环境变量 PUBLIC_URL"));
  else if (env.sandbox === null && isIP(hostname.replace(/[[\]]/g, "")) !== 0)
    found.push(bad(title, `PUBLIC_URL（${env.publicUrl}）是 IP 地址，企业微信只认域名`, mendUrl, "环境变量 PUBLIC_URL"));
  if (pathname !== "/") found.push(bad(title, `PUBLIC_URL 带有路径 ${pathname}`, "只写到域名和端口为止", "环境变量 PUBLIC_URL"));
  if (env.sandbox === null && env.clock === "adjustable")
    found.push(bad(title, "时钟可以拨动，任何人都能让时限提前到期", "设为 CLOCK=system", "环境变量 CLOCK"));
  if (env.sessionSecret.length < SECRET_CHARACTERS)
    found.push(
      warning(
        title,
        `SESSION_SECRET 不足 ${SECRET_CHARACTERS} 个字符`,
        "换成更长的随机字符；更换后大家要重新登录",
        "环境变量 SESSION_SECRET",
      ),
    );
  return found.length > 0 ? found : [good(title, `${env.publicUrl}${env.sandbox ? "（演示模式，企业微信由沙箱代替）" : ""}`)];
};

const TITLE_FOLDERS = "文件目录";

const folder = async (path: string, purpose: string, variable: string): Promise<Finding | null> => {
  const trial = join(path, `.doctor-${randomBytes(6).toString("hex")}`);
  try {
    await mkdir(path, { recursive: true });
    await writeFile(trial, "");
    await rm(trial);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "未知原因";
    const mend = "建立该目录，并让运行本程序的用户可写；容器中须挂载为可写的卷";
    return bad(TITLE_FOLDERS, `${purpose}目录 ${path} 写不进去（${code}）`, mend, `环境变量 ${variable}`);
  }
  const { bavail, bsize } = await statfs(path);
  if (bavail * bsize >= GIGABYTE) return null;
  return warning(TITLE_FOLDERS, `${purpose}目录 ${path} 所在磁盘剩余不足 1 GB`, "清理磁盘，或换一个目录", `环境变量 ${variable}`);
};

const folders = async ({ env }: Ward): Promise<Finding[]> => {
  const found = [await folder(env.filesDir, "附件", "FILES_DIR"), await folder(dirname(env.auditHeadFile), "记录链头", "AUDIT_HEAD_FILE")];
  const troubles = found.filter((finding) => finding !== null);
  return troubles.length > 0 ? troubles : [good(TITLE_FOLDERS, "附件目录和记录链头目录都可写")];
};

/** What can be judged on this machine alone. */
export const installationChecks: readonly Check[] = [
  { title: "地址与时钟", needs: [], run: settings },
  { title: TITLE_FOLDERS, needs: [], run: folders },
];
