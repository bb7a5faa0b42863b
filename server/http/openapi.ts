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

const pathOf = (route: Route): RouteConfig => {
  const open = PERMISSIONS[route.permission] === "anybody";
  return {
    method: route.method.toLowerCase() as "get" | "post" | "delete",
    path: route.path.replace(/:(\w+)/g, "{$1}"),
    summary: route.summary,
    description: route.article === undefined ? `权限 ${route.permission}` : `第${route.article}条。权限 ${route.permission}`,
    ...(open ? {} : { security: [{ session: [] }] }),
    request: {
      ...(route.params ? { params: route.params as z.ZodObject } : {}),
      ...(route.query ? { query: route.query as z.ZodObject } : {}),
      ...(route.body ? { body: { content: { "application/json": { schema: route.body } } } } : {}),
      ...(route.raw ? { body: { content: { "multipart/form-data": { schema: z.object({ file: z.string() }) } } } } : {}),
    },
    responses: {
      200: { description: "完成（写入新对象为 201，无内容为 204）" },
      ...(open ? {} : { 401: { description: "未登录", content: PROBLEM }, 403: { description: "没有权限", content: PROBLEM } }),
      422: { description: "内容需要修改", content: PROBLEM },
    },
  };
};
