/** A text of at most `most` characters, with an ellipsis where something was left out. */
export const short = (text: string, most: number): string => {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
};
