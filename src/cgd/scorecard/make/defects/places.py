"""Faults in places: region, province code of another list, province written as a name."""

import unicodedata

import numpy as np

from cgd.scorecard.make.defects.draft import Draft, Settings
from cgd.scorecard.sources import text_table
from cgd.scorecard.survey import REGIONS


def plant(draft: Draft) -> None:
    """Plant all kinds of this family; a row has one of them at most, so that the other cells tell the truth."""
    _region_mismatch(draft)
    _province_new_code(draft)
    _province_spelling(draft)


def _region_mismatch(draft: Draft) -> None:
    kind = "region_mismatch"
    for row in draft.pick(kind, draft.untouched("region"), draft.settings[kind]["n"]):
        true = draft.truth["region"].iloc[row]
        draft.write(kind, row, "region", draft.draw([region for region in REGIONS if region != true], 1)[0])


def _province_new_code(draft: Draft) -> None:
    """Only codes that ended in 2025 with a new one in the same survey region: the region gives nothing away."""
    kind = "province_new_code"
    provinces = text_table("provinces.csv")
    changed = provinces[provinces["code_trap"] == "code_changed"].set_index("code_2022")["code_2025"]
    where = draft.untouched("province_code") & draft.untouched("region")
    where &= np.isin(draft.clean("province_code"), list(changed.index))
    for row in draft.pick(kind, where, draft.settings[kind]["n"]):
        draft.write(kind, row, "province_code", changed[draft.truth["province_code"].iloc[row]])


def _province_spelling(draft: Draft) -> None:
    kind = "province_spelling"
    settings = draft.settings[kind]
    names = text_table("provinces.csv").set_index("code_2022")["province_2022"]
    where = draft.untouched("province_code") & draft.untouched("region")
    for row in draft.pick(kind, where, settings["n"]):
        code = draft.truth["province_code"].iloc[row]
        texts = spellings(names[code], settings) + settings["short"].get(code, [])
        draft.write(kind, row, "province_code", draft.draw(texts, 1)[0])


def spellings(name: str, settings: Settings) -> list[str]:
    """How people write the name of a province, each text once, the official name first."""
    texts = [name, _without_marks(name), unicodedata.normalize("NFD", name), name.upper()]
    texts += [name.replace(here, there) for here, there in settings["tones"].items()]
    return list(dict.fromkeys(texts))


def _without_marks(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
