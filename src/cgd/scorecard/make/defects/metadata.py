"""Faults in the list of indicators: one under another SDG, one with its two codes exchanged."""

import numpy as np
import pandas as pd

from cgd.scorecard.make.defects.draft import Draft, Entry


def plant(draft: Draft, indicators: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, Entry]]]:
    """The list with its faults, and each entry of the key with the indicator_id that it is about.

    Parameters
    ----------
    indicators
        The clean list, every cell a text; it is not changed.
    """
    table = indicators.set_index("indicator_id", drop=False)
    swapped = draft.settings["code_swapped"]["indicator"]
    others = table.index[table.index != swapped].to_numpy(dtype=object)
    found = []
    for indicator in draft.shuffled(others)[: draft.settings["sdg_misfiled"]["n"]]:
        true = str(table.loc[indicator, "sdg"])
        wrong = draft.draw([sdg for sdg in np.unique(table["sdg"].to_numpy(dtype=object)) if sdg != true], 1)[0]
        found.append((indicator, Entry("sdg_misfiled", "sdg", original=true, corrupted=wrong)))
    codes = ["global_code", "national_reference"]
    pairs = zip(codes, reversed(codes), strict=True)
    cells = {here: (str(table.loc[swapped, here]), str(table.loc[swapped, there])) for here, there in pairs}
    found += [
        (swapped, Entry("code_swapped", code, original=cells[code][0], corrupted=cells[code][1])) for code in codes
    ]
    for indicator, entry in found:
        table.loc[indicator, entry.column] = entry.corrupted
    return table.reset_index(drop=True), found
