import { expect } from "chai";
import fc from "fast-check";
import { postOf, postsOf } from "../../server/incidents/rules/posts.js";
import { likeness, mostAlike } from "../../server/incidents/rules/similar.js";

/** Each row: what they all lead to, and ways of writing it. */
const SAME: readonly (readonly [string, readonly string[]])[] = [
  [
    "wechat:kBq3xT_9aLZ0-WvQyH2e1A",
    [
      "https://mp.weixin.qq.com/s/kBq3xT_9aLZ0-WvQyH2e1A",
      "http://MP.weixin.qq.com/s/kBq3xT_9aLZ0-WvQyH2e1A/",
      "https://mp.weixin.qq.com/s/kBq3xT_9aLZ0-WvQyH2e1A?scene=1&click_id=12#rd",
    ],
  ],
  [
    "wechat:MzA4MDA0OTIxMg==/2650123456/2",
    [
      "https://mp.weixin.qq.com/s?__biz=MzA4MDA0OTIxMg==&mid=2650123456&idx=2&sn=0f1e2d&chksm=87a&scene=27#wechat_redirect",
      "http://mp.weixin.qq.com/s/?mid=2650123456&idx=2&__biz=MzA4MDA0OTIxMg%3D%3D",
      "https://mp.weixin.qq.com/s?__biz=MzA4MDA0OTIxMg==&amp;mid=2650123456&amp;idx=2",
    ],
  ],
  [
    "weibo:z0JH2lOMb",
    [
      "https://weibo.com/1234567890/z0JH2lOMb",
      "http://www.weibo.com/1234567890/z0JH2lOMb/?from=page_1001&type=comment#_rnd15",
      "https://m.weibo.cn/status/3501756485200075",
      "https://m.weibo.cn/detail/3501756485200075?cid=1",
      "https://M.WEIBO.CN/1234567890/3501756485200075",
      "https://m.weibo.cn/status/z0JH2lOMb?sourceType=weixin",
    ],
  ],
  [
    "weibo:1034:4712345678901234",
    [
      "https://weibo.com/tv/show/1034:4712345678901234?from=old_pc_videoshow",
      "https://video.weibo.com/show?fid=1034:4712345678901234",
      "https://h5.video.weibo.com/show/?fid=1034%3A4712345678901234",
    ],
  ],
  [
    "bilibili:BV17x411w7KC",
    [
      "https://www.bilibili.com/video/BV17x411w7KC",
      "https://www.bilibili.com/video/BV17x411w7KC/?spm_id_from=333.337&vd_source=aa&p=1",
      "http://m.bilibili.com/video/bv17x411w7KC",
      "https://b23.tv/BV17x411w7KC",
      "https://www.bilibili.com/video/av170001/",
      "https://m.bilibili.com/video/AV170001",
    ],
  ],
  [
    "bilibili:912345678901234567",
    ["https://t.bilibili.com/912345678901234567?share_source=copy", "https://www.bilibili.com/opus/912345678901234567"],
  ],
  ["bilibili:cv123456", ["https://www.bilibili.com/read/cv123456/", "https://www.bilibili.com/read/CV123456?from=search"]],
  [
    "douyin:7301234567890123456",
    [
      "https://www.douyin.com/video/7301234567890123456",
      "https://www.douyin.com/video/7301234567890123456/?previous_page=app_code_link",
      "https://www.iesdouyin.com/share/video/7301234567890123456/?region=CN&mid=1",
      "https://m.douyin.com/share/video/7301234567890123456",
      "https://www.douyin.com/user/MS4wLjABAAAA?modal_id=7301234567890123456",
    ],
  ],
  ["v.douyin.com/iRNBho5y", ["https://v.douyin.com/iRNBho5y/", "http://V.douyin.com/iRNBho5y?share_token=1"]],
  [
    "kuaishou:3xabc9defghijkm",
    [
      "https://www.kuaishou.com/short-video/3xabc9defghijkm?authorId=3x9&streamSource=find",
      "https://v.m.chenzhongtech.com/fw/photo/3xabc9defghijkm?fid=1&cc=share_copylink",
      "https://m.gifshow.com/fw/photo/3xabc9defghijkm/",
      "https://live.kuaishou.com/u/3xuser/3xabc9defghijkm",
    ],
  ],
  [
    "xiaohongshu:64f0c1d2000000001203abcd",
    [
      "https://www.xiaohongshu.com/explore/64f0c1d2000000001203abcd?xsec_token=A&xsec_source=pc",
      "https://www.xiaohongshu.com/discovery/item/64f0c1d2000000001203abcd",
    ],
  ],
  [
    "news.example.cn/2026/11/a.html?id=7",
    [
      "https://news.example.cn/2026/11/a.html?id=7",
      "http://NEWS.example.cn:80/2026/11//a.html?utm_source=weixin&id=7&from=timeline#top",
      "https://m.news.example.cn/2026/11/a.html?id=7&spm=1.2.3",
      "https://www.news.example.cn/2026/11/a.html/?isappinstalled=0&id=7",
    ],
  ],
  ["example.cn#/post/12", ["https://example.cn/#/post/12", "http://wap.example.cn/#/post/12/"]],
];

const DIFFERENT: readonly (readonly [string, string])[] = [
  ["https://weibo.com/1/z0JH2lOMb", "https://weibo.com/1/Z0JH2lOMb"],
  ["https://weibo.com/1234567890", "https://weibo.com/1234567890/z0JH2lOMb"],
  ["https://mp.weixin.qq.com/s?__biz=A==&mid=1&idx=1", "https://mp.weixin.qq.com/s?__biz=A==&mid=1&idx=2"],
  ["https://www.bilibili.com/video/BV17x411w7KC", "https://www.bilibili.com/video/BV17x411w7KD"],
  ["https://example.cn/a?id=1", "https://example.cn/a?id=2"],
  ["https://example.cn/a", "https://example.cn/b"],
  ["https://example.cn:8443/a", "https://example.cn/a"],
  ["https://example.cn/#/post/1", "https://example.cn/#/post/2"],
];

describe("what a link leads to (第24条 R24-11)", () => {
  for (const [post, links] of SAME)
    it(`${post}: ${links.length} ways of writing it`, () => {
      for (const link of links) expect(postOf(link), link).to.equal(post);
    });

  it("other posts stay others", () => {
    for (const [one, other] of DIFFERENT) expect(postOf(one), `${one} ${other}`).not.to.equal(postOf(other));
  });

  it("no link is no post, and any link is one post that tracking does not change", () => {
    for (const text of ["", "weibo.com/1/z0JH2lOMb", "报舆情", "http://"]) expect(postOf(text), text).to.equal(null);
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (link) => {
        const tracked = `${link}${link.includes("?") ? "&" : "?"}utm_source=x`;
        return postOf(link) !== null && postOf(link) === postOf(tracked);
      }),
    );
  });

  it("of several links each post once, in an order that does not depend on theirs", () => {
    const links = SAME.flatMap(([, each]) => each);
    expect(postsOf(links))
      .to.have.length(SAME.length)
      .and.to.deep.equal(postsOf([...links].reverse()));
  });
});

describe("titles that sound alike (第24条 R24-11)", () => {
  it("are found through blanks, width and punctuation, and a short common word is not enough", () => {
    expect(likeness("某校学生集体投诉宿舍停水", "某校学生 集体投诉「宿舍停水」！")).to.equal(1);
    expect(likeness("某校学生集体投诉宿舍停水", "某校学生投诉宿舍停水三天")).to.be.greaterThan(0.6);
    expect(likeness("某校学生集体投诉", "某校食堂涨价引发讨论")).to.be.lessThan(0.4);
    expect(likeness("", "")).to.equal(0);
  });

  it("the likest is named, and none where none is like", () => {
    const among = [{ title: "宿舍停水引发投诉" }, { title: "宿舍停水引发学生投诉" }, { title: "食堂涨价" }];
    expect(mostAlike("宿舍停水引发学生集体投诉", among)).to.equal(among[1]);
    expect(mostAlike("图书馆闭馆", among)).to.equal(null);
  });
});
