/**
 * Chance that is the same on every machine. Only + - * / and integer operations: the engines' own exp and log
 * may differ in the last bit, and one bit is another plan.
 */
export class Random {
  private a = 0x9e3779b9;
  private b = 0x243f6a88;
  private c = 0xb7e15162;
  private d: number;

  constructor(seed: number) {
    this.d = seed | 0;
    for (let i = 0; i < 16; i++) this.next();
  }

  /** Uniform in 0 .. 2^32 - 1 (sfc32, Chris Doty-Humphrey, public domain). */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.next() * 2 ** -32;
  }

  /** A whole number in 0 .. n - 1. */
  below(n: number): number {
    return (this.unit() * n) | 0;
  }

  /** Exponentially distributed with mean 1: -ln of a uniform number, out of a table. */
  exponential(): number {
    return EXPONENTIAL[this.next() >>> 20]!;
  }
}

/** Natural logarithm of x > 0, to about 1e-15. */
export function ln(x: number): number {
  let shift = 0;
  for (; x > 1.5; x /= 2) shift++;
  for (; x < 0.75; x *= 2) shift--;
  const r = (x - 1) / (x + 1);
  let sum = 0;
  for (let k = 39, r2 = r * r; k > 0; k -= 2) sum = sum * r2 + 1 / k;
  return 2 * r * sum + shift * 0.6931471805599453;
}

/** e^x, to about 1e-14 relative for |x| < 50. */
export function exp(x: number): number {
  let sum = 1;
  for (let k = 14, y = x / 64; k > 0; k--) sum = 1 + (sum * y) / k;
  for (let i = 0; i < 6; i++) sum *= sum;
  return sum;
}

const EXPONENTIAL = Float64Array.from({ length: 4096 }, (_, i) => -ln((i + 0.5) / 4096));
