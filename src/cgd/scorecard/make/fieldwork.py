"""What a producer knows about fieldwork beside the answers: the sample plan, and who was contacted."""

from typing import Any

import numpy as np
import pandas as pd

from cgd.scorecard.make.people import quota


def sample_plan(settings: dict[str, dict[str, float]]) -> pd.DataFrame:
    """Planned respondents by group, region and area, as text cells: group, region, area, planned."""
    rows = []
    regions, areas = settings["regions"], settings["areas"]
    for group, size in settings["groups"].items():
        shares = np.array([region * area for region in regions.values() for area in areas.values()])
        cells = [(region, area) for region in regions for area in areas]
        for (region, area), planned in zip(cells, quota(int(size), shares), strict=True):
            rows.append((group, region, area, str(planned)))
    return pd.DataFrame(rows, columns=["group", "region", "area", "planned"], dtype="str")


def contacts(settings: dict[str, dict[str, Any]], completed: pd.Series) -> pd.DataFrame:
    """Contacts by partner, as text cells: partner, recruitment, contacted, eligible, refused, partial, completed.

    Parameters
    ----------
    completed
        Interviews of each partner. What stands before them follows from the shares in ``settings``; a partner without
        shares wrote nothing down, and its cells are empty.
    """
    rows = []
    for partner, way in settings.items():
        done = int(completed[partner])
        numbers = ["", "", "", ""]
        if "refused" in way:
            contacted = round(done / (1 - way["not_eligible"] - way["refused"] - way["partial"]))
            refused, partial = round(contacted * way["refused"]), round(contacted * way["partial"])
            numbers = [str(n) for n in (contacted, done + refused + partial, refused, partial)]
        rows.append((partner, way["way"], *numbers, str(done)))
    columns = ["partner", "recruitment", "contacted", "eligible", "refused", "partial", "completed"]
    return pd.DataFrame(rows, columns=columns, dtype="str")
