import { extendZodWithOpenApi, OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { PERMISSIONS } from "../identity/permissions.js";
import type { Route } from "./route.js";

extendZodWithOpenApi(z);

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    code: z.string(),
    detail: z.string(),
    article: z.string().optional(),
    text: z.string().optional(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi("Problem");

const PROBLEM = { "application/problem+json": { schema: problem } };

/** The API as an OpenAPI 3.1 document, made from the same table that is mounted. */
export const openApiDocument = (routes: readonly Route[], publicUrl: string): object => {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "session", {
    type: "http",
    scheme: "bearer",
    description: "POST /api/session 得到的 token，或浏览器里的会话 Cookie",
  });
  registry.registerComponent("securitySchemes", "feedKey", {
    type: "http",
    scheme: "bearer",
    description: "线索接口的密钥，由宣传部在设置页生成，只显示一次。每次提交须带 Idempotency-Key：同一条线索重发用同一个",
  });
  for (const route of routes) registry.registerPath(pathOf(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "新媒体运营管理",
      version: "1",
      description: "时间为带时区的 RFC 3339；出错时为 application/problem+json，detail 说明该怎么办。",
    },
    servers: [{ url: publicUrl }],
  });
};

/** What a call by key may be answered with besides. */
const FEED_ANSWERS = {
  401: { description: "没有带密钥，或密钥不正确", content: PROBLEM },
  409: { description: "同一个 Idempotency-Key 已用于另一条线索", content: PROBLEM },
  413: { description: "内容超过 512 KB", content: PROBLEM },
  429: { description: "提交太频繁，稍候用同一个 Idempotency-Key 重发", content: PROBLEM },
} as const;

const pathOf = (route: Route): RouteConfig => {
  const holders = PERMISSIONS[route.permission];
  const open = holders === "anybody";
  const byKey = holders === "key";
  return {
    method: route.method.toLowerCase() as "get" | "post" | "delete",
    path: route.path.replace(/:(\w+)/g, "{$1}"),
    summary: route.summary,
    description: route.article === undefined ? `权限 ${route.permission}` : `第${route.article}条。权限 ${route.permission}`,
    ...(open ? {} : { security: [byKey ? { feedKey: [] } : { session: [] }] }),
    request: {
      ...(route.params ? { params: route.params as z.ZodObject } : {}),
      ...(route.query ? { query: route.query as z.ZodObject } : {}),
      ...(route.body ? { body: { content: { "application/json": { schema: route.body } } } } : {}),
      ...(route.raw ? { body: { content: { "multipart/form-data": { schema: z.object({ file: z.string() }) } } } } : {}),
    },
    responses: {
      200: { description: "完成（写入新对象为 201，无内容为 204）" },
      ...(open || byKey ? {} : { 401: { description: "未登录", content: PROBLEM }, 403: { description: "没有权限", content: PROBLEM } }),
      ...(byKey ? FEED_ANSWERS : {}),
      422: { description: "内容需要修改", content: PROBLEM },
    },
  };
};
