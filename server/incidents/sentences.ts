interface Particulars {
  number?: string;
  detail?: string;
}

/** The sentence of an act on an incident, made when it is read; `who` is the name as of then. null: not an act of this domain. */
export const sentence = (action: string, who: string, facts: Particulars): string | null => {
  switch (action) {
    case "incidents.reported":
      return `${who} 上报舆情，编号 ${facts.number ?? ""}，直达宣传部值班和大数据中心值班`;
    case "incidents.refused":
      return `${who} 的操作未生效：${facts.detail ?? ""}`;
    default:
      return null;
  }
};
