"""Companies that own each other, directly or through others, found together (Tarjan 1972)."""

from collections.abc import Callable, Iterable, Iterator


def components(start: str, above: Callable[[str], Iterable[str]]) -> list[list[str]]:
    """Everything that `above` leads to from a start, in sets within which each leads to each; a set comes after all that it leads
    to."""
    number, low = {start: 0}, {start: 0}
    stack, on_stack = [start], {start}
    work: list[tuple[str, Iterator[str]]] = [(start, iter(above(start)))]
    found = list[list[str]]()
    while work:
        here, left = work[-1]
        for there in left:
            if there not in number:
                number[there] = low[there] = len(number)
                stack.append(there)
                on_stack.add(there)
                work.append((there, iter(above(there))))
                break
            if there in on_stack:
                low[here] = min(low[here], number[there])
        else:
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[here])
            if low[here] == number[here]:
                at = stack.index(here) if stack[-1] != here else len(stack) - 1
                found.append(stack[at:])
                on_stack.difference_update(found[-1])
                del stack[at:]
    return found
