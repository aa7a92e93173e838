// Why a certificate is refused: one reason, as in refusal.py. Nothing else leaves the check.

export class Refusal extends Error {
  constructor(reason, fields = {}) {
    super(reason);
    this.reason = reason;
    this.fields = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value).slice(0, 120)]));
  }
}

export function demand(holds, reason, fields) {
  if (!holds) throw new Refusal(reason, fields);
}
