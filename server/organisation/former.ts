import { FormerUserid } from "../../entities/contacts.js";
import { Refusal } from "../kernel/refusal.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { OrganisationFile } from "./schema.js";
import type { Source } from "./source.js";

/** A file from before WeCom changed somebody's userid would make a second person of them: refused, with a line for each. */
export const refuseFormer = async (tx: Tx, source: Source, file: OrganisationFile): Promise<void> => {
  const former = new Map(
    (await rowsWhere(tx, FormerUserid, { former: file.people.map(({ userid }) => userid) })).map((row) => [row.former, row]),
  );
  const fields = file.people.flatMap(({ userid }, index) => {
    const now = former.get(userid)?.userid;
    if (now === undefined) return [];
    const path = source.place(["people", index, "userid"]).words;
    return [{ path, message: `成员账号 ${userid} 已在企业微信改为 ${now}，请在文件中全部改用新账号` }];
  });
  if (fields.length === 0) return;
  const detail = `组织信息中有 ${fields.length} 个旧的成员账号，没有写入任何内容；请改用新账号后重新导入，或先导出最新的组织信息表。`;
  throw new Refusal({ code: "organisation.invalid", kind: "invalid", detail, fields });
};
