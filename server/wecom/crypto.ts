import { timingSafeEqual } from "node:crypto";
import { decrypt, encrypt, getSignature } from "@wecom/crypto";
import { CallbackRejected } from "./rejection.js";

/** The query of a callback as the HTTP layer found it: nothing about it is believed before `verify`. */
export interface SignedQuery {
  msg_signature: unknown;
  timestamp: unknown;
  nonce: unknown;
}

/** How far WeCom's clock and ours may lie apart, in seconds. */
const CALLBACK_AGE_SECONDS = 600;

/** WeCom pads to multiples of 32 bytes, not of AES's 16 [90968]. */
const PADDED_BYTES = 32;
const STRICT_BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

function matching(value: unknown, shape: RegExp): string {
  if (typeof value !== "string" || !shape.test(value)) throw new CallbackRejected("queryMalformed");
  return value;
}

function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Signature and encryption of the app's callback [90968]. `@wecom/crypto` does the work; its laxness (backend.md §4) is made good here.
 * The protocol signs the sorted parts without separators, so one signature fits several (timestamp, nonce) pairs: neither of them
 * may ever identify a callback.
 */
export class CallbackCrypto {
  readonly #token: string;
  readonly #aesKey: string;

  /** Throws on a token or EncodingAESKey that WeCom could not have issued; the message does not repeat it. */
  constructor(
    token: string,
    aesKey: string,
    readonly corpId: string,
  ) {
    if (!/^[A-Za-z0-9]{1,32}$/.test(token)) throw new Error("WeCom callback token: 1 to 32 letters and digits expected");
    if (!/^[A-Za-z0-9]{43}$/.test(aesKey)) throw new Error("WeCom EncodingAESKey: 43 letters and digits expected");
    if (corpId.length === 0) throw new Error("WeCom corp id expected");
    this.#token = token;
    this.#aesKey = aesKey;
  }

  /** Passes, or throws `CallbackRejected`: queryMalformed, signatureWrong, or (only for what is truly signed) timestampStale. */
  verify(query: SignedQuery, encrypted: string, nowSeconds: number): void {
    const given = matching(query.msg_signature, /^[0-9a-f]{40}$/);
    const timestamp = matching(query.timestamp, /^[0-9]{10}$/);
    const nonce = matching(query.nonce, /^[\x21-\x7e]{1,64}$/);
    if (!equalInConstantTime(given, getSignature(this.#token, timestamp, nonce, encrypted))) throw new CallbackRejected("signatureWrong");
    if (Math.abs(nowSeconds - Number(timestamp)) > CALLBACK_AGE_SECONDS) throw new CallbackRejected("timestampStale");
  }

  /** The plain text inside, or `CallbackRejected`: ciphertextMalformed, plaintextDamaged, receiverForeign. */
  open(encrypted: string): string {
    const bytes = Buffer.from(encrypted, "base64").length;
    if (encrypted.length % 4 !== 0 || !STRICT_BASE64.test(encrypted)) throw new CallbackRejected("ciphertextMalformed");
    if (bytes === 0 || bytes % PADDED_BYTES !== 0) throw new CallbackRejected("ciphertextMalformed");
    const { message, id, random } = this.#decrypted(encrypted);
    // The cipher is deterministic in (random, message, id). Only a buffer with the true declared length, whole padding,
    // valid UTF-8 and canonical base64 is sealed to the same text again.
    if (!equalInConstantTime(encrypt(this.#aesKey, message, id, random), encrypted)) throw new CallbackRejected("plaintextDamaged");
    if (!equalInConstantTime(id, this.corpId)) throw new CallbackRejected("receiverForeign");
    return message;
  }

  /** Encrypts and signs a passive reply. */
  seal(plain: string, stamp: { timestamp: string; nonce: string }): { encrypted: string; signature: string } {
    const encrypted = encrypt(this.#aesKey, plain, this.corpId);
    return { encrypted, signature: getSignature(this.#token, stamp.timestamp, stamp.nonce, encrypted) };
  }

  #decrypted(encrypted: string): ReturnType<typeof decrypt> {
    try {
      return decrypt(this.#aesKey, encrypted);
    } catch {
      throw new CallbackRejected("plaintextDamaged");
    }
  }
}
