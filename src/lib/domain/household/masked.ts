/**
 * A telephone number as it stands on a screen until somebody asks to see it: '138****5678'. Spaces and dashes go, '+86'
 * before a mobile number stays. Never shows more than three digits at the start and four at the end, and always hides four
 * or more; what has no more than four digits is hidden whole.
 */
export function masked(phone: string): string {
  const [, country = '', digits = ''] =
    /^(\+86(?=\d{11}$)|\+?)(\d*)$/.exec(phone.replace(/[^+\d]/g, '')) ?? [];
  const hidden = Math.min(digits.length, Math.max(4, digits.length - 7));
  const end = Math.min(4, Math.ceil((digits.length - hidden) / 2));
  const start = digits.length - hidden - end;
  const shown = digits.slice(0, start) + '*'.repeat(hidden) + digits.slice(start + hidden);
  return country.length > 1 ? `${country} ${shown}` : country + shown;
}
