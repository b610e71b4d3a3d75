"""Operators of one tensor."""

import numpy as np

from .values import PLAIN, SPECIAL, UNIT, Case, f


def unary() -> dict[str, list[Case]]:
    cases: dict[str, list[Case]] = {}
    for name, opset, attributes, x in [
        ("Elu", 6, {"alpha": 0.5}, PLAIN),
        ("Celu", 12, {"alpha": 2.0}, PLAIN),
        ("Celu", 12, {"alpha": -0.5}, SPECIAL),
        ("Celu", 12, {"alpha": 0.0}, SPECIAL),
        ("Selu", 6, {}, PLAIN),
        ("LeakyRelu", 16, {"alpha": 0.125}, SPECIAL),
        ("HardSigmoid", 6, {}, PLAIN),
        ("HardSwish", 14, {}, PLAIN),
        ("Softplus", 1, {}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Softsign", 1, {}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Mish", 18, {}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Swish", 24, {"alpha": 1.5}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Gelu", 20, {}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("Gelu", 20, {"approximate": "tanh"}, f(-3.5, -0.25, 0, 0.25, 20)),
        ("ThresholdedRelu", 10, {"alpha": 0.25}, SPECIAL),
        ("Shrink", 9, {"bias": 0.125, "lambd": 0.5}, PLAIN),
        ("Erf", 13, {}, SPECIAL),
        ("Sin", 7, {}, f(-3.5, -0.0, 0.25, 3.5)),
        ("Cos", 7, {}, f(-3.5, -0.0, 0.25, 3.5)),
        ("Tan", 7, {}, f(-3.5, -0.0, 0.25, 3.5)),
        ("Asin", 7, {}, UNIT),
        ("Acos", 7, {}, UNIT),
        ("Atan", 7, {}, SPECIAL),
        ("Sinh", 9, {}, SPECIAL),
        ("Cosh", 9, {}, SPECIAL),
        ("Ceil", 13, {}, SPECIAL),
        ("Round", 11, {}, f(-2.5, -1.5, -0.5, -0.0, 0.4, 0.5, 0.6, 1.5, 2.5, np.nan, np.inf)),
        ("IsInf", 20, {}, SPECIAL),
        ("IsInf", 20, {"detect_negative": 0}, SPECIAL),
    ]:
        cases.setdefault(name, [])
        cases[name] += [(name, opset, attributes, [x]), (name, opset, attributes, [f(shape=(0, 2))])]
    return cases
