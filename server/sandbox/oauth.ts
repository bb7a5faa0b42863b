import type { Context } from "koa";
import Router from "koa-router";
import type { Corp } from "./corp.js";

const STATE_FORM = /^[a-zA-Z0-9]{0,128}$/;
const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);

function page(title: string, body: string): string {
  return (
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${title}</title><link rel="icon" href="/page/icon.svg"><link rel="stylesheet" href="/page/chooser.css">` +
    `<script type="module" src="/page/chooser.js"></script></head><body><main>${body}</main></body></html>`
  );
}

function refuse(ctx: Context, errcode: number, words: string): void {
  ctx.status = 400;
  ctx.type = "html";
  ctx.body = page("无法登录", `<h1>无法登录</h1><p class="why">${escapeHtml(words)}</p><p class="code">错误码 ${errcode}</p>`);
}

/** What is wrong with an authorize request, or the address to come back to [91022]: the host must equal the trusted domain with its port. */
function redirectOf(corp: Corp, query: URLSearchParams): URL | [errcode: number, words: string] {
  if (query.get("appid") !== corp.options.corpId) return [40013, "appid 不是这个企业的 corpid。"];
  if (!STATE_FORM.test(query.get("state") ?? "")) return [84025, "state 只能是不超过 128 个的字母和数字。"];
  let target: URL;
  try {
    target = new URL(query.get("redirect_uri") ?? "");
  } catch {
    return [50001, "redirect_uri 缺失或不是网址。"];
  }
  const trusted = corp.trustedDomain;
  if (!/^https?:$/.test(target.protocol) || target.host !== trusted)
    return [50001, `redirect_uri 的域名（${target.host}）不是可信域名（${trusted}）。`];
  return target;
}

function chooser(corp: Corp, query: URLSearchParams): string {
  const link = (userid: string) => {
    const params = new URLSearchParams(query);
    params.set("userid", userid);
    return escapeHtml(`/connect/oauth2/chosen?${params.toString()}`);
  };
  const groups = corp.options.departments.map(({ id, name }) => {
    const people = corp.members.all().filter((member) => member.departmentId === id && member.status === 1);
    const items = people.map(({ userid, name: person, post }) => {
      const initial = escapeHtml([...person][0] ?? "");
      return `<a href="${link(userid)}" data-userid="${escapeHtml(userid)}"><i>${initial}</i><span>${escapeHtml(person)}<small>${escapeHtml(post ?? "")}</small></span></a>`;
    });
    return items.length > 0 ? `<section><h2>${escapeHtml(name)}</h2>${items.join("")}</section>` : "";
  });
  return page(
    "选择一部手机登录",
    `<h1>选择一部手机登录</h1><p class="why">在真实的企业微信里，这一步由登录者自己的手机完成。</p>${groups.join("")}`,
  );
}

function showChooser(corp: Corp, ctx: Context): void {
  const query = new URLSearchParams(ctx.querystring);
  const target = redirectOf(corp, query);
  if (!(target instanceof URL)) return refuse(ctx, ...target);
  ctx.type = "html";
  ctx.body = chooser(corp, query);
}

function sendBack(corp: Corp, ctx: Context): void {
  const query = new URLSearchParams(ctx.querystring);
  const target = redirectOf(corp, query);
  if (!(target instanceof URL)) return refuse(ctx, ...target);
  const person = corp.person(query.get("userid") ?? "");
  if (!person) return refuse(ctx, 60111, "没有这个成员。");
  target.searchParams.set("code", corp.logins.issue(person.userid));
  if (query.has("state")) target.searchParams.set("state", query.get("state") ?? "");
  ctx.redirect(target.toString());
}

/** OAuth inside WeCom [91022] and desktop login [98152]: both let a person choose a phone, then come back with code and state. */
export function oauthRouter(corp: Corp): Router {
  const router = new Router();
  router.get("/connect/oauth2/authorize", (ctx) => showChooser(corp, ctx));
  router.get("/wwlogin/sso/login", (ctx) => showChooser(corp, ctx));
  router.get("/connect/oauth2/chosen", (ctx) => sendBack(corp, ctx));
  return router;
}
