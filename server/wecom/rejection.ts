/** Why a callback is refused: a closed set, so that refusals can be counted by reason. */
export const REJECTION_REASONS = [
  "queryMalformed",
  "signatureWrong",
  "timestampStale",
  "bodyTooLarge",
  "bodyTruncated",
  "envelopeMalformed",
  "ciphertextMalformed",
  "plaintextDamaged",
  "receiverForeign",
  "corpForeign",
  "agentForeign",
  "eventMalformed",
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** What the caller is told: HTTP status and a short Chinese sentence that carries nothing of the request. */
export const REJECTION_ANSWERS: Readonly<Record<RejectionReason, { status: number; words: string }>> = {
  queryMalformed: { status: 400, words: "请求参数缺失、重复或格式不正确" },
  signatureWrong: { status: 403, words: "签名不正确" },
  timestampStale: { status: 403, words: "请求时间与服务器时间相差超过10分钟" },
  bodyTooLarge: { status: 413, words: "请求体过大" },
  bodyTruncated: { status: 400, words: "请求体不完整" },
  envelopeMalformed: { status: 400, words: "信封格式不正确" },
  ciphertextMalformed: { status: 400, words: "密文格式不正确" },
  plaintextDamaged: { status: 400, words: "密文内容已损坏" },
  receiverForeign: { status: 403, words: "接收方不是本企业" },
  corpForeign: { status: 403, words: "企业标识不是本企业" },
  agentForeign: { status: 403, words: "应用标识不是本应用" },
  eventMalformed: { status: 400, words: "消息内容格式不正确" },
};

/** A callback that is not taken. The message is the reason's name and nothing else, so it may be logged. */
export class CallbackRejected extends Error {
  constructor(readonly reason: RejectionReason) {
    super(`callback rejected: ${reason}`);
    this.name = "CallbackRejected";
  }
}
