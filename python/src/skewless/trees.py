"""Trees as converters make them, and all of an ensemble laid out in lists of nodes and leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Tree:
    """One tree by node. `left` is where `x <= threshold`, or membership, goes; -1 at leaves, which have a `value`.

    With `strict` it is where `x < threshold` goes.
    """

    left: Array
    right: Array
    feature: Array
    threshold: Array
    missing_left: Array
    value: Array
    target: int
    members: dict[int, Array] | None = None
    strict: bool = False


def constant_tree(value: float, target: int) -> Tree:
    """A tree that answers `value` for every row."""
    one = np.zeros(1, dtype=np.int64)
    return Tree(one - 1, one - 1, one, one.astype(float), one, np.array([value], dtype=np.float64), target)


def _stump(tree: Tree) -> Tree:
    """A single leaf as a node with that leaf on both sides.

    Two leaves, not one twice: ONNX Runtime and the reference take a root with one leaf for that leaf's own index.
    """
    three = np.zeros(3)
    value = np.array([0, tree.value[0], tree.value[0]], dtype=np.float64)
    return Tree(
        np.array([1, -1, -1]), np.array([2, -1, -1]), np.zeros(3, int), three, np.zeros(3, int), value, tree.target
    )


def _preorder(tree: Tree) -> Tree:
    """The nodes with the left side first: the order in which readers of membership sets may walk."""
    order: list[int] = []
    waiting = [0]
    while waiting:
        node = waiting.pop()
        order.append(node)
        if tree.left[node] >= 0:
            waiting.extend((int(tree.right[node]), int(tree.left[node])))
    place = np.empty(len(tree.left), dtype=np.int64)
    place[order] = np.arange(len(order))
    left, right = tree.left[order], tree.right[order]
    return Tree(
        np.where(left < 0, -1, place[left]),
        np.where(right < 0, -1, place[right]),
        tree.feature[order],
        tree.threshold[order],
        tree.missing_left[order],
        tree.value[order],
        tree.target,
        {int(place[node]): values for node, values in (tree.members or {}).items()},
        tree.strict,
    )


@dataclass(frozen=True)
class Ensemble:
    """Trees by node and by leaf, in the order of the trees. A branch n >= 0 leads to node n, and -1 - i to leaf i.

    `set_nodes` are those that ask for membership, ascending, `members` has those of each with NaN after them. Of the others
    `strict` ones ask `x < threshold`.
    """

    roots: Array
    features: Array
    thresholds: Array
    true: Array
    false: Array
    missing_true: Array
    strict: Array
    set_nodes: Array
    members: Array
    weights: Array
    targets: Array


def laid_out(trees: Sequence[Tree], dtype: str) -> Ensemble:
    """The lists of trees whose thresholds, members and leaves are of `dtype`."""
    names = ("features", "thresholds", "true", "false", "missing_true", "strict", "weights", "targets")
    parts: dict[str, list[Array]] = {name: [] for name in names}
    members = [np.zeros(0, dtype)]
    set_nodes: list[int] = []
    roots: list[int] = []
    nodes = leaves = 0
    for given in trees:
        tree = _stump(given) if given.left[0] < 0 else _preorder(given) if given.members else given
        leaf = tree.left < 0
        branch = ~leaf
        order = np.cumsum(branch) - 1 + nodes
        place = np.where(leaf, -leaves - np.cumsum(leaf), order)
        roots.append(nodes)
        for node, values in sorted((tree.members or {}).items()):
            set_nodes.append(int(order[node]))
            members += [values.astype(dtype), np.full(1, np.nan, dtype)]
        parts["features"].append(tree.feature[branch])
        parts["thresholds"].append(tree.threshold[branch].astype(dtype))
        parts["true"].append(place[tree.left[branch]])
        parts["false"].append(place[tree.right[branch]])
        parts["missing_true"].append(tree.missing_left[branch])
        parts["strict"].append(np.full(int(branch.sum()), tree.strict))
        parts["weights"].append(tree.value[leaf].astype(dtype))
        parts["targets"].append(np.full(int(leaf.sum()), tree.target))
        nodes += int(branch.sum())
        leaves += int(leaf.sum())
    lists = {name: np.concatenate(part) for name, part in parts.items()}
    sets = {"set_nodes": np.array(set_nodes, dtype=np.int64), "members": np.concatenate(members)}
    return Ensemble(roots=np.array(roots), **lists, **sets)
