const SIXTY_TWO = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

const inSixtyTwo = (value: number): string => (value < 62 ? "" : inSixtyTwo(Math.floor(value / 62))) + (SIXTY_TWO[value % 62] ?? "");

/** Weibo's post id as its web address writes it: a number as the phone writes it is seven digits to four characters, from the right. */
export const weiboIdOf = (id: string): string => {
  if (!/^\d{13,}$/.test(id)) return id;
  const first = id.length % 7;
  const rest = id.slice(first).match(/\d{7}/g) ?? [];
  const groups = first === 0 ? rest : [id.slice(0, first), ...rest];
  return groups.map((group, index) => (index === 0 ? inSixtyTwo(Number(group)) : inSixtyTwo(Number(group)).padStart(4, "0"))).join("");
};

const FIFTY_EIGHT = "FcwAPNKTMug3GV5Lj7EJnHpWsx4tb8haYeviqBz6rkCy12mUSDQX9RdoZf";
const SIDE = 23442827791579n;
const BEYOND = 1n << 51n;

/** Bilibili's film id in its present form: BV as it is, an older av number (the same film) turned into it. */
export const bilibiliIdOf = (id: string): string => {
  if (/^bv/i.test(id)) return `BV${id.slice(2)}`;
  const number = BigInt(id.slice(2));
  if (number <= 0n || number >= BEYOND) return id.toLowerCase();
  const characters = [..."BV1000000000"];
  let rest = (BEYOND | number) ^ SIDE;
  for (let place = characters.length - 1; rest > 0n; place -= 1, rest /= 58n) characters[place] = FIFTY_EIGHT[Number(rest % 58n)] ?? "";
  swap(characters, 3, 9);
  swap(characters, 4, 7);
  return characters.join("");
};

const swap = (characters: string[], one: number, other: number): void => {
  [characters[one], characters[other]] = [characters[other] ?? "", characters[one] ?? ""];
};
