"""``samovar recordings``: what an operator does with recordings."""

from __future__ import annotations

from samovar.recordings import file_actions


def rebuild(ids: list[int]) -> int:
    """Make files anew of all pieces that are there; 1 when one of them gave nothing."""
    told = file_actions.rebuild(recording_ids=ids)
    for number, sentence in told.items():
        print(f"Recording {number}: {sentence}.")
    missing = sorted(set(ids) - set(told))
    for number in missing:
        print(f"Recording {number}: there is none of this number, or it still runs.")
    if not told and not missing:
        print("There are no recordings.")
    return int(bool(missing) or any("nothing" in sentence for sentence in told.values()))
