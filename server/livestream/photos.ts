import type { StoredFile } from "../../entities/stored-file.js";
import { kindOf } from "../files/kinds.js";
import type { FileLink } from "../files/view.js";
import { withoutPlace } from "../files/without-place.js";
import type { Actor } from "../identity/actor.js";
import { memberOf, type CheckInDesk, type LivestreamVerbs } from "./check-in-desk.js";
import { refuse } from "./refusals.js";

/** A photo as the phone sends it. */
export interface SentPhoto {
  name: string;
  bytes: Buffer;
  /** the person wants the place in the picture kept */
  keepsPlace: boolean;
}

const PHOTOS: readonly string[] = ["image/jpeg", "image/png", "image/webp"];

/** 现场照片和截图 of those who patrol: pictures only, and without the place in them unless the person wants it kept (R14-08). */
export class Photos {
  constructor(
    private readonly desk: CheckInDesk,
    private readonly verbs: Pick<LivestreamVerbs, "readable">,
  ) {}

  /** Stores a photo, the same one once. Refused to whoever does not patrol this livestream, and where it is no picture. */
  async store(actor: Actor, livestreamId: string, { name, bytes, keepsPlace }: SentPhoto): Promise<StoredFile> {
    const facts = await this.desk.uow.read((tx) => this.verbs.readable(tx, actor, livestreamId));
    if (!memberOf(facts, actor.userid))
      throw refuse("not-on-team", "forbidden", "打卡照片由这场直播的巡查人员上传；其他人请在「报舆情」中附图。", "formPatrol");
    const kind = kindOf(bytes);
    if (!kind || !PHOTOS.includes(kind.type))
      throw refuse("photo-unknown-kind", "invalid", "这不是照片。请上传 JPG、PNG 或 WebP 格式的照片或截图。", "formPatrol");
    const clean = withoutPlace(bytes, kind.type);
    if (!clean) throw refuse("photo-broken", "invalid", "照片不完整或已损坏，请重新拍摄或截图后再上传。", "formPatrol");
    return this.desk.files.store(actor, name, keepsPlace ? bytes : clean, livestreamId);
  }

  /** Opens a stored photo for a short while. */
  get link(): FileLink {
    return this.desk.files.link;
  }
}
