// The lines of a report under the headings of their matters (sections.py).

import { data } from "./data.js";

export const HEADING = "heading";

// A line, and which sentence it is.
export class Line extends String {
  constructor(key, text) {
    super(text);
    this.key = key;
  }
}

export function headed(lines, lang) {
  const sections = Object.values(data.tables.sections);
  let current;
  return lines.flatMap((line) => {
    const own = sections.find((one) => one.keys.includes(line.key)) ?? current;
    if (own === current) return [line];
    current = own;
    return [new Line(HEADING, own[lang]), line];
  });
}
