import { bilibiliIdOf, weiboIdOf } from "./post-numbers.js";

/** A part of an address after the host: its path and what it asks for. */
interface Place {
  path: string;
  query: URLSearchParams;
}

/** How one platform writes the address of a post: on which hosts, and where the post's own id stands. */
interface Platform {
  name: string;
  hosts: RegExp;
  id: (place: Place) => string | null;
}

/** The first group of the first pattern that the path matches; words of a path are the same in capitals, ids are not. */
const inPath =
  (...patterns: readonly RegExp[]) =>
  ({ path }: Place): string | null => {
    for (const pattern of patterns) {
      const found = pattern.exec(path)?.[1];
      if (found !== undefined) return found;
    }
    return null;
  };

const PLATFORMS: readonly Platform[] = [
  {
    name: "wechat",
    hosts: /^mp\.weixin\.qq\.com$/,
    id: ({ path, query }) => {
      const [biz, mid, idx] = [query.get("__biz"), query.get("mid") ?? query.get("appmsgid"), query.get("idx") ?? query.get("itemidx")];
      if (/^\/s\/?$/i.test(path) && biz && mid) return `${biz}/${mid}/${idx ?? "1"}`;
      return /^\/s\/([\w-]{8,})\/?$/i.exec(path)?.[1] ?? null;
    },
  },
  {
    name: "weibo",
    hosts: /^(?:.+\.)?weibo\.(?:com|cn)$/,
    id: (place) => {
      const article = /^\/(?:ttarticle|article)\//i.test(place.path) ? place.query.get("id") : null;
      const film = place.query.get("fid") ?? inPath(/^\/tv\/show\/([\d:a-z]+)/i)(place);
      const post = inPath(/^\/(?:status|detail|statuses)\/(\w{8,})\/?$/i, /^\/\d+\/(\w{8,})\/?$/)(place);
      return article ?? film ?? (post && weiboIdOf(post));
    },
  },
  {
    name: "bilibili",
    hosts: /^(?:(?:.+\.)?bilibili\.com|b23\.tv)$/,
    id: (place) => {
      const film = inPath(/^\/(?:video\/|s\/video\/)?(bv1\w{9})(?:\/|$)/i, /^\/(?:video\/|s\/video\/)?(av\d+)(?:\/|$)/i)(place);
      const [words, column] = [inPath(/^\/(?:opus|dynamic)\/(\d{10,})/i, /^\/(\d{17,})\/?$/)(place), inPath(/^\/read\/(cv\d+)/i)(place)];
      return film ? bilibiliIdOf(film) : (words ?? column?.toLowerCase() ?? null);
    },
  },
  {
    name: "douyin",
    hosts: /^(?:.+\.)?(?:ies)?douyin\.com$/,
    id: (place) =>
      inPath(/^\/(?:share\/)?(?:video|note|slides|article)\/(\d{8,})/i)(place) ?? place.query.get("modal_id") ?? place.query.get("vid"),
  },
  {
    name: "kuaishou",
    hosts: /^(?:.+\.)?(?:kuaishou\.com|gifshow\.com|chenzhongtech\.com)$/,
    id: (place) =>
      inPath(/^\/short-video\/(\w{8,})/i, /^\/(?:fw\/)?photo\/(\w{8,})/i, /^\/u\/[^/]+\/(\w{8,})/i)(place) ?? place.query.get("photoId"),
  },
  {
    name: "xiaohongshu",
    hosts: /^(?:.+\.)?xiaohongshu\.com$/,
    id: inPath(/^\/(?:explore|discovery\/item)\/([\da-f]{24})/i),
  },
];

/** What a link carries about who passed it on rather than about what it leads to; nothing that might name a post. */
const TRACKING = /^(?:utm_.+|spm.*|share.*|from|scene|timestamp|wxfrom|isappinstalled|nsukey|vd_source|unique_k|fbclid|gclid)$/i;

const ANOTHER_FACE = /^(?:www\d?|m|mobile|wap|3g|h5)\./;

/**
 * What a link leads to, the same for all its ways of writing (R24-11): the platform's id of the post where it is known, e.g. `weibo:z0JH2lOMb`, else the
 * address without scheme, mobile host, tracking and trailing slash. An opaque short link (v.douyin.com/…) stays itself: nothing is fetched. null: no link.
 */
export const postOf = (link: string): string | null => {
  if (!URL.canParse(link.trim().replaceAll("&amp;", "&"))) return null;
  const url = new URL(link.trim().replaceAll("&amp;", "&"));
  const host = url.hostname.toLowerCase().replace(/\.$/, "");
  for (const { name, hosts, id } of PLATFORMS) {
    const found = hosts.test(host) ? id({ path: url.pathname, query: url.searchParams }) : null;
    if (found) return `${name}:${found}`;
  }
  const query = [...url.searchParams].filter(([key]) => !TRACKING.test(key)).map(([key, value]) => `${key}=${value}`);
  const port = url.port === "" ? "" : `:${url.port}`;
  const path = url.pathname.replace(/\/{2,}/g, "/").replace(/\/+$/, "");
  const asked = query.length === 0 ? "" : `?${query.sort().join("&")}`;
  const within = /^#[!/]/.test(url.hash) ? url.hash.replace(/\/+$/, "") : "";
  return `${host.replace(ANOTHER_FACE, "")}${port}${path}${asked}${within}`;
};

/** The posts of several links, each once, in an order of their own: whoever takes the same ones takes them in the same order. */
export const postsOf = (links: readonly string[]): string[] => [...new Set(links.flatMap((link) => postOf(link) ?? []))].sort();
