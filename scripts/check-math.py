#!/usr/bin/env python3
"""Checks src/math against mpmath (or MPFR through gmpy2, much faster, when it is installed) at PRECISION bits.

    python3 scripts/check-math.py                      # 100000 samples of each function
    python3 scripts/check-math.py -n 1000000 exp log   # more, of some
    python3 scripts/check-math.py --write              # rewrites test/fixtures/math/*.json

Prints, per function, how many results differ from the correctly rounded one, and the worst error in units of the last place.
Needs node and the repository's node_modules (esbuild).
"""

import argparse
import json
import math
import os
import random
import struct
import subprocess
import sys
import tempfile

import mpmath

try:
    import gmpy2
except ImportError:
    gmpy2 = None

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PRECISION = 300
INFINITY = float("inf")


# --- doubles and their bits -------------------------------------------------------------------------------------------

def bits(x):
    return struct.unpack(">Q", struct.pack(">d", x))[0]


def from_bits(n):
    return struct.unpack(">d", struct.pack(">Q", n))[0]


def hexadecimal(x):
    return "7ff8000000000000" if x != x else f"{bits(x):016x}"


def ulp(x):
    return math.ulp(min(abs(x), sys.float_info.max))


def parts(value):
    """(mantissa, exponent) of a finite number of mpmath or gmpy2."""
    if isinstance(value, mpmath.mpf):
        sign, mantissa, exponent, _ = value._mpf_
        return (-int(mantissa) if sign else int(mantissa)), exponent
    mantissa, exponent = value.as_mantissa_exp()
    return int(mantissa), int(exponent)


def nearest(value):
    """The double nearest to a number of mpmath or gmpy2, ties to even."""
    if value != value:
        return math.nan
    if value in (INFINITY, -INFINITY):
        return INFINITY if value > 0 else -INFINITY
    if value == 0:
        return -0.0 if gmpy2 and isinstance(value, gmpy2.mpfr) and gmpy2.is_signed(value) else 0.0
    mantissa, exponent = parts(value)
    sign, magnitude = (-1.0 if mantissa < 0 else 1.0), abs(mantissa)
    drop = max(magnitude.bit_length() - 53, -1074 - exponent)
    if drop > magnitude.bit_length():
        return sign * 0.0
    if drop > 0:
        kept, rest = magnitude >> drop, magnitude & ((1 << drop) - 1)
        half = 1 << (drop - 1)
        kept += rest > half or (rest == half and kept & 1)
        magnitude, exponent = kept, exponent + drop
    try:
        return sign * math.ldexp(magnitude, exponent)
    except OverflowError:
        return sign * INFINITY


# --- the functions ----------------------------------------------------------------------------------------------------

def mp_phi(x):
    return mpmath.erfc(-x / mpmath.sqrt(2)) / 2


def mp_quantile(p):
    start = float(mpmath.erfinv(2 * mpmath.mpf(float(p)) - 1) * mpmath.sqrt(2)) if 1e-10 < p < 1 - 1e-10 else None
    if start is None:
        tail = min(p, 1 - p)
        guess = mpmath.sqrt(-2 * mpmath.log(tail))
        start = -guess if p < 0.5 else guess
    x = mpmath.mpf(start)
    for _ in range(60):
        step = (mp_phi(x) - p) / (mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi))
        step = step / (1 + step * x / 2) if abs(step * x) < 1 else step
        x -= step
        if abs(step) <= abs(x) * mpmath.mpf(2) ** (-PRECISION + 60):
            break
    return x


def g_phi(x):
    return gmpy2.erfc(-x / gmpy2.sqrt(gmpy2.mpfr(2))) / 2


def g_quantile(p):
    if p == 0.5:
        return gmpy2.mpfr(0)
    tail = min(p, 1 - p)
    # Abramowitz and Stegun 26.2.23, then Halley's method
    t = gmpy2.sqrt(-2 * gmpy2.log(tail))
    x = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    x = -x if p < 0.5 else x
    scale = gmpy2.sqrt(2 * gmpy2.const_pi())
    for _ in range(12):
        step = (g_phi(x) - p) * scale * gmpy2.exp(x * x / 2)
        step = step / (1 + step * x / 2)
        x -= step
        if abs(step) <= abs(x) * gmpy2.mpfr(2) ** (-PRECISION + 60):
            break
    return x


def uniform(low, high):
    return lambda: random.uniform(low, high)


def magnitude(low, high, signed=False):
    def draw():
        x = math.ldexp(random.uniform(1, 2), random.randint(low, high))
        return -x if signed and random.random() < 0.5 else x

    return draw


def any_bits():
    while True:
        x = from_bits(random.getrandbits(64))
        if math.isfinite(x):
            return x


def positive_bits():
    return abs(any_bits())


def near(*points):
    """A few units of the last place around a point."""
    return lambda: from_bits(bits(random.choice(points)) + random.randint(-40, 40))


def integer(low, high):
    return lambda: float(random.randint(low, high))


def shifted(center, low, high):
    """A point at a distance of 2^low to 2^high."""
    draw = magnitude(low, high, True)
    return lambda: center + draw()


def multiple_of_half_pi():
    return random.randint(1, 10**random.randint(0, 15)) * (math.pi / 2)


def power_near_range():
    """Arguments of pow whose result is near the ends of the range."""
    x = random.uniform(0.01, 100)
    return x, random.choice([-1075, -1074, -1023, -1022, 1023, 1024, -1050]) / math.log2(x) * (1 + 2**-20 * random.random())


def exact_power():
    """Arguments of pow with a result of at most 54 bits: exact, or halfway between two doubles."""
    while True:
        root, n, f = random.randint(2, 200), random.randint(1, 40), random.choice([0, 0, 0, 1, 2, 3])
        if root ** n < 2**54 and root ** (2**f) < 2**53:
            shift = random.randint(-3, 3)
            return math.ldexp(root ** (2**f), shift * 2**f), n / 2**f


def near_midpoint(inverse, low, high):
    """An argument whose result is, as nearly as a double can say it, halfway between 1 + 2^low (to 2^high) and the next double."""
    def draw():
        middle = mpmath.mpf(random.randrange(2 ** (52 + low), 2 ** (52 + high)) * 2 + 1) * mpmath.mpf(2) ** -53
        return float(inverse(1 + middle))

    return draw


def near_one_power():
    return 1 + magnitude(-52, -10, True)(), magnitude(5, 60, True)()


SMALL = magnitude(-60, 0, True)
ANGLES = [[uniform(-10, 10)], [SMALL], [magnitude(0, 60, True)], [any_bits], [multiple_of_half_pi]]
ARCS = [[uniform(-1, 1)], [SMALL], [lambda: 1 - magnitude(-53, -2)()], [lambda: magnitude(-53, -2)() - 1],
        [shifted(0.5, -53, -2)], [magnitude(-1074, -1)]]
PAIRS = [[SMALL, SMALL], [uniform(-10, 10), uniform(-10, 10)], [any_bits, any_bits], [magnitude(-1074, -1000), magnitude(-1074, -1000)],
         [integer(-100, 100), integer(1, 100)], [magnitude(1000, 1023), magnitude(1000, 1023)]]

# name: (arguments, with mpmath, with gmpy2, draws of arguments)
FUNCTIONS = {
    "exp": (1, mpmath.exp, "exp", [
        [near_midpoint(mpmath.log, -50, -20)],
        [uniform(-20, 20)], [uniform(-708, 709.7)], [uniform(-745.2, -708)], [magnitude(-55, 0, True)],
        [near(709.782712893384, -708.3964185322641, -745.1332191019411, -744.4400719213812)]]),
    "log": (1, mpmath.log, "log", [
        [magnitude(-20, 20)], [positive_bits], [uniform(0.9, 1.1)], [shifted(1, -52, -2)],
        [near(1.0, 2.0, 0.5, 2.718281828459045)], [magnitude(-1074, -1020)]]),
    "expm1": (1, mpmath.expm1, "expm1", [
        [uniform(-5, 5)], [uniform(-50, 709.7)], [SMALL], [magnitude(-1074, -50, True)], [magnitude(-14, -1, True)],
        [near(709.782712893384, 1.0, 0.5, -0.6931471805599453, -36.7368005696771)]]),
    "log1p": (1, mpmath.log1p, "log1p", [
        [uniform(-0.99, 10)], [SMALL], [positive_bits], [magnitude(-1074, -50, True)], [lambda: magnitude(-53, -1)() - 1],
        [magnitude(-14, -1, True)], [near(1.0, -0.5, 2.220446049250313e-16)]]),
    "log2": (1, lambda x: mpmath.log(x) / mpmath.log(2), "log2", [
        [magnitude(-20, 20)], [positive_bits], [shifted(1, -52, -2)], [near(1.0, 2.0, 0.5, 1024.0)], [magnitude(-1074, -1020)],
        [lambda: math.ldexp(1, random.randint(-1074, 1023))]]),
    "log10": (1, mpmath.log10, "log10", [
        [magnitude(-20, 20)], [positive_bits], [shifted(1, -52, -2)], [near(1.0, 10.0, 1e10, 1e22)], [magnitude(-1074, -1020)],
        [lambda: float(10 ** random.randint(0, 22))]]),
    "pow": (2, lambda x, y: x**y, lambda x, y: x**y, [
        [uniform(0, 10), uniform(-10, 10)], [magnitude(-3, 3), uniform(-20, 20)], [positive_bits, SMALL],
        [uniform(-10, 10), integer(-30, 30)], [uniform(0.1, 10), uniform(-300, 300)], power_near_range, exact_power, near_one_power,
        [uniform(-1000, 1000), lambda: random.choice([2.0, 3.0, 0.5, -1.0, -2.0, 1.0])]]),
    "cbrt": (1, lambda x: mpmath.cbrt(abs(x)) * (-1 if x < 0 else 1), "cbrt", [
        [any_bits], [uniform(-10, 10)], [magnitude(-1074, -1000)], [lambda: float(random.randint(-200000, 200000) ** 3)]]),
    "hypot": (2, lambda x, y: mpmath.sqrt(x * x + y * y), "hypot", PAIRS + [[SMALL, lambda: 1.0]]),
    "sin": (1, mpmath.sin, "sin", ANGLES),
    "cos": (1, mpmath.cos, "cos", ANGLES),
    "tan": (1, mpmath.tan, "tan", ANGLES),
    "asin": (1, mpmath.asin, "asin", ARCS),
    "acos": (1, mpmath.acos, "acos", ARCS),
    "atan": (1, mpmath.atan, "atan", [[uniform(-10, 10)], [SMALL], [any_bits], [shifted(1, -52, -2)]]),
    "atan2": (2, mpmath.atan2, "atan2", PAIRS),
    "sinh": (1, mpmath.sinh, "sinh", [[uniform(-5, 5)], [uniform(-710.4, 710.4)], [SMALL], [near(710.475860073944, 22.0, 1.0)]]),
    "cosh": (1, mpmath.cosh, "cosh", [[near_midpoint(mpmath.acosh, -50, -20)], [uniform(-5, 5)], [uniform(-710.4, 710.4)], [SMALL], [near(710.475860073944, 22.0, 1.0)]]),
    "tanh": (1, mpmath.tanh, "tanh", [[uniform(-5, 5)], [uniform(-22, 22)], [SMALL], [magnitude(-1074, -30, True)]]),
    "erf": (1, mpmath.erf, "erf", [[uniform(-3, 3)], [uniform(-6.5, 6.5)], [SMALL], [magnitude(-1074, -1000)]]),
    "erfc": (1, mpmath.erfc, "erfc", [[uniform(-3, 3)], [uniform(-6.5, 27.3)], [SMALL], [uniform(26, 27.3)]]),
    "normalCdf": (1, mp_phi, g_phi, [[uniform(-5, 5)], [uniform(-38.6, 9)], [SMALL]]),
    "normalQuantile": (1, mp_quantile, g_quantile, [[uniform(0, 1)], [magnitude(-1022, -1)], [shifted(0.5, -53, -2)],
                                                   [lambda: 1 - magnitude(-53, -2)()]]),
}

# Arguments known from the literature to come very near a midpoint, or chosen for their special place.
KNOWN = {
    # Lefevre and Muller's worst cases: 2^-55 and 2^-51 units from a midpoint
    "exp": [[float.fromhex("0x1.accfbe46b4efp-1")], [float.fromhex("0x1.305cf6d213b3fp-1")]],
    # Muller et al., Handbook of Floating-Point Arithmetic: the worst case of the logarithm, 2^-65 units from a double
    "log": [[math.ldexp(int("10110001010101000100001100001001101100010100110110110", 2), 678 - 52)]],
}


def reference(name, arguments):
    _, slow, fast, _ = FUNCTIONS[name]
    if gmpy2:
        function = getattr(gmpy2, fast) if isinstance(fast, str) else fast
        result = function(*[gmpy2.mpfr(x) for x in arguments])
        return result[0] if isinstance(result, tuple) else result
    result = slow(*[mpmath.mpf(x) for x in arguments])
    if isinstance(result, mpmath.mpc):
        return result.real if result.imag == 0 else mpmath.nan
    return result


def draw(name):
    choice = random.choice(FUNCTIONS[name][3])
    while True:
        drawn = choice() if callable(choice) else [one() for one in choice]
        if all(math.isfinite(x) for x in drawn):
            return list(drawn)


def hardness(value):
    """How far a value is from the nearest midpoint between doubles, in units of the last place."""
    mantissa, _ = parts(value)
    mantissa = abs(mantissa)
    drop = mantissa.bit_length() - 53
    if drop < 2:
        return 0.5
    rest = mantissa & ((1 << drop) - 1)
    return abs(rest - (1 << (drop - 1))) / (1 << drop)


# --- the code under test ----------------------------------------------------------------------------------------------

DRIVER = """
import { buildSync } from 'esbuild'
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
const [file, name, count, input, output] = process.argv.slice(-5)
buildSync({ entryPoints: [file], bundle: true, format: 'esm', outfile: output + '.mjs', logLevel: 'error' })
const call = (await import(pathToFileURL(output + '.mjs').href))[name]
const bytes = readFileSync(input)
const x = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
const out = new Float64Array(x.length / count)
if (count === '1') for (let i = 0; i < out.length; i++) out[i] = call(x[i])
else for (let i = 0; i < out.length; i++) out[i] = call(x[2 * i], x[2 * i + 1])
writeFileSync(output, new Uint8Array(out.buffer))
"""


def source(name):
    return os.path.join(ROOT, "src", "math", "".join("-" + c.lower() if c.isupper() else c for c in name) + ".ts")


def run(name, samples):
    with tempfile.TemporaryDirectory() as folder:
        given, got = os.path.join(folder, "in"), os.path.join(folder, "out")
        with open(given, "wb") as file:
            for sample in samples:
                file.write(struct.pack(f"<{len(sample)}d", *sample))
        command = ["node", "--input-type=module", "-e", DRIVER, source(name), name, str(FUNCTIONS[name][0]), given, got]
        subprocess.run(command, cwd=ROOT, check=True)
        with open(got, "rb") as file:
            return list(struct.unpack(f"<{len(samples)}d", file.read()))


def check(name, count):
    samples = KNOWN.get(name, []) + [draw(name) for _ in range(count)]
    results = run(name, samples)
    wrong, worst, shown = 0, 0.0, []
    for sample, got in zip(samples, results):
        value = reference(name, sample)
        expected = nearest(value)
        if hexadecimal(got) == hexadecimal(expected):
            continue
        wrong += 1
        error = INFINITY
        if math.isfinite(got) and math.isfinite(expected):
            error = float(abs((gmpy2.mpfr(got) if gmpy2 else mpmath.mpf(got)) - value)) / ulp(expected)
        worst = max(worst, error)
        if len(shown) < 5:
            shown.append(f"    {name}({', '.join(x.hex() for x in sample)}) = {got.hex()}, expected {expected.hex()}")
    print(f"{name:16s} {len(samples):9d} samples {wrong:8d} not correctly rounded" + (f", worst error {worst:.4f} ulp" if wrong else ""))
    print("\n".join(shown), end="\n" if shown else "")
    return wrong


def write(name):
    """About 200 cases: random ones, and the hardest to round of many."""
    random.seed(name)
    plain = [draw(name) for _ in range(100)]
    many = [(hardness(value), sample) for sample in (draw(name) for _ in range(20000))
            for value in [reference(name, sample)] if value == value and value != 0 and abs(value) != INFINITY]
    hard = [sample for _, sample in sorted(many)[:100]]
    rows = [[hexadecimal(x) for x in sample] + [hexadecimal(nearest(reference(name, sample)))]
            for sample in KNOWN.get(name, []) + plain + hard]
    path = os.path.join(ROOT, "test", "fixtures", "math", f"{name}.json")
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("-n", type=int, default=100_000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    mpmath.mp.prec = PRECISION
    if gmpy2:
        gmpy2.get_context().precision = PRECISION
    random.seed(arguments.seed)
    names = arguments.names or [name for name in FUNCTIONS if os.path.exists(source(name))]
    if arguments.write:
        for name in names:
            write(name)
        return 0
    return 1 if sum([check(name, arguments.n) for name in names]) else 0


if __name__ == "__main__":
    sys.exit(main())
