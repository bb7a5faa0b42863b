/** What we use of @koa/multer, which ships no types of its own. */
declare module "@koa/multer" {
  import type { Middleware } from "koa";

  interface Options {
    storage: unknown;
    limits: { fileSize: number; files: number; fields: number; fieldSize?: number };
    /** without it Chinese file names come out garbled */
    defParamCharset: "utf8";
  }
  interface Upload {
    single(field: string): Middleware;
  }
  const multer: ((options: Options) => Upload) & { memoryStorage(): unknown };
  export default multer;
}
