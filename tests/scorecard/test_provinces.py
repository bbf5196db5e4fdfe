"""Names and codes of provinces: every spelling is understood, nothing is guessed, no code converts silently."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cgd.errors import CgdError, UsageError
from cgd.scorecard.provinces import (
    NEW_LIST,
    OLD_LIST,
    PROVINCE_LISTS,
    convert,
    correspondence,
    match_province,
    province_code,
    trap,
)
from cgd.scorecard.sources import text_table

TABLE = correspondence()
OLD = dict(zip(TABLE["code_2022"], TABLE["province_2022"], strict=True))
NEW = dict(zip(TABLE["code_2025"], TABLE["unit_2025"], strict=True))
UNITS = dict(zip(TABLE["code_2022"], TABLE["code_2025"], strict=True))
MEMBERS = {unit: [code for code in OLD if UNITS[code] == unit] for unit in NEW}
SEVEN = {
    "15": ("Yên Bái", "Lào Cai"),
    "24": ("Bắc Giang", "Bắc Ninh"),
    "44": ("Quảng Bình", "Quảng Trị"),
    "52": ("Bình Định", "Gia Lai"),
    "80": ("Long An", "Tây Ninh"),
    "82": ("Tiền Giang", "Đồng Tháp"),
    "91": ("Kiên Giang", "An Giang"),
}


def without_marks(text: str) -> str:
    plain = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return plain.replace("đ", "d").replace("Đ", "D")


def tone_on_the_other_vowel(text: str) -> str:
    """Hòa to Hoà and back, as the old and the new rule put it."""
    pairs = [("òa", "oà"), ("óa", "oá"), ("ọa", "oạ"), ("ùy", "uỳ")]
    for new, old in pairs:
        text = text.replace(new, old) if new in text else text.replace(old, new)
    return text


SPELLINGS = [
    lambda name: name,
    without_marks,
    tone_on_the_other_vowel,
    str.upper,
    str.lower,
    lambda name: without_marks(name).replace(" ", ""),
    lambda name: name.replace(" ", "  "),
    lambda name: name.replace(" - ", "-"),
    lambda name: name.replace(" - ", " – "),
    lambda name: name.replace("Đ", "Ð"),
]
FORMS = ["NFC", "NFD"]
BEFORE = ["", "TP ", "TP. ", "Tp.", "tp ", "Thành phố ", "THÀNH PHỐ ", "Tỉnh ", "tỉnh ", "Tinh ", "T. ", "T.", "t "]
AROUND = ["{}", " {}", "{} ", "\t{}\n", "\u00a0{}\u00a0", "{} ", "{} City", "{} province"]


@hypothesis_settings(deadline=None, derandomize=True, max_examples=400)
@given(
    st.sampled_from(sorted(OLD)),
    st.sampled_from(SPELLINGS),
    st.sampled_from(BEFORE),
    st.sampled_from(AROUND),
    st.sampled_from(FORMS),
)
def test_every_spelling_of_every_name_comes_home(code, spelling, before, around, form):
    written = unicodedata.normalize(form, around.format(before + spelling(OLD[code])))
    assert province_code(written) == code, written


def test_plain_variants_of_all_63_names_without_chance():
    for (code, name), spelling, form in itertools.product(OLD.items(), SPELLINGS, FORMS):
        assert province_code(unicodedata.normalize(form, spelling(name))) == code


def test_the_tone_rule_of_this_test_really_moves_a_tone():
    assert tone_on_the_other_vowel("Thanh Hóa") == "Thanh Hoá"
    assert tone_on_the_other_vowel("Hoà Bình") == "Hòa Bình"


@pytest.mark.parametrize(
    "written, code",
    [
        ("HCM", "79"),
        ("TPHCM", "79"),
        ("TP HCM", "79"),
        ("TP.HCM", "79"),
        ("Tp. Hồ Chí Minh", "79"),
        ("Ho Chi Minh City", "79"),
        ("Sài Gòn", "79"),
        ("Sai Gon", "79"),
        ("SG", "79"),
        ("HP", "31"),
        ("Vũng Tàu", "77"),
        ("HN", "01"),
        ("Hanoi", "01"),
        ("BR-VT", "77"),
        ("BRVT", "77"),
        ("TT Huế", "46"),
        ("TT-Huế", "46"),
        ("T.T. Huế", "46"),
        ("Thừa Thiên - Huế", "46"),
        ("Đắc Lắc", "66"),
        ("Đăk Lăk", "66"),
        ("Dak Nong", "67"),
        ("Bắc Cạn", "06"),
        ("Kontum", "62"),
        ("1", "01"),
        ("01", "01"),
        ("1.0", "01"),
        ("79", "79"),
        ("79.0", "79"),
    ],
)
def test_short_names_old_names_and_codes(written, code):
    assert province_code(written) == code


def test_how_a_name_was_understood_is_said():
    assert match_province("Yên Bái").how == "name"
    assert match_province("yen bai").how == "spelling"
    assert match_province("Sài Gòn").how == "alias"
    assert match_province("15").how == "code"
    assert match_province("Yên Bái").reason == ""


@pytest.mark.parametrize(
    "written, names",
    [("ĐN", ["Đà Nẵng", "Đồng Nai", "Đắk Nông"]), ("QN", ["Quảng Nam", "Quảng Ngãi", "Quảng Ninh"])],
)
def test_initials_of_several_provinces_are_refused_and_named(written, names):
    match = match_province(written)
    assert match.code is None
    assert "several" in match.reason
    for name in names:
        assert name in match.reason


@pytest.mark.parametrize(
    "written, word",
    [
        ("", "empty"),
        ("  ", "empty"),
        ("3", "no code"),
        ("97", "no code"),
        ("103", "no name"),
        ("Đà Lạt", "no name"),
        ("Quảng", "Similar"),
        ("Thái Nguyen2", "Thái Nguyên"),
        ("Hà Giangg", "Hà Giang"),
        ("Tỉnh", "no name"),
        ("T.", "no name"),
    ],
)
def test_what_is_not_certain_has_no_code_and_a_reason(written, word):
    match = match_province(written)
    assert match.code is None
    assert match.how == ""
    assert word in match.reason


@hypothesis_settings(deadline=None, derandomize=True)
@given(st.text(max_size=30))
def test_any_text_gives_a_code_of_the_list_or_a_reason(text):
    for province_list, codes in ((OLD_LIST, OLD), (NEW_LIST, NEW)):
        match = match_province(text, province_list)
        assert (match.code in codes) != bool(match.reason)


def test_no_two_names_and_no_alias_meet():
    """Without marks, spaces and case all names stay apart; no alias is the name or the alias of another province."""
    aliases = text_table("aliases.csv", "official")
    key = lambda text: without_marks(text).casefold().replace(" ", "").replace("-", "").replace(".", "")  # noqa: E731
    written = [(key(name), code) for code, name in OLD.items()]
    assert len({name for name, _code in written}) == 63
    written += list(zip(aliases["alias"].map(key), aliases["code_2022"], strict=True))
    by_name: dict[str, set[str]] = {}
    for name, code in written:
        by_name.setdefault(name, set()).add(code)
    assert {name: codes for name, codes in by_name.items() if len(codes) > 1} == {}
    assert set(aliases["code_2022"]) <= set(OLD)
    assert (aliases["mark"] == "ours").all()
    for alias, code in zip(aliases["alias"], aliases["code_2022"], strict=True):
        assert province_code(alias) == code


@pytest.mark.parametrize("code", sorted(NEW))
def test_the_34_names_are_understood_in_their_list(code):
    assert province_code(NEW[code], NEW_LIST) == code
    assert province_code("tinh " + without_marks(NEW[code]).upper(), NEW_LIST) == code


def test_an_old_name_is_no_name_of_the_new_list():
    match = match_province("Hà Giang", NEW_LIST)
    assert match.code is None
    assert OLD_LIST in match.reason
    assert province_code("BR-VT", NEW_LIST) is None
    assert province_code("Sài Gòn", NEW_LIST) == "79"
    assert province_code("Thừa Thiên Huế", NEW_LIST) is None
    assert province_code("TT Huế", NEW_LIST) == "46"


def test_63_become_34_by_23_mergers_and_11_stay():
    assert len(OLD) == 63
    assert len(NEW) == 34
    sizes = [len(members) for members in MEMBERS.values()]
    assert sum(size > 1 for size in sizes) == 23
    assert sum(size == 1 for size in sizes) == 11


def test_mergers_stay_inside_survey_regions_and_seven_cross_the_six():
    regions = TABLE.groupby("code_2025")["region"].nunique()
    assert (regions == 1).all()
    crossing = TABLE.groupby("unit_2025")["region6_2022"].nunique()
    assert set(crossing.index[crossing > 1]) == {
        "Phú Thọ",
        "Bắc Ninh",
        "Quảng Ngãi",
        "Gia Lai",
        "Lâm Đồng",
        "Đắk Lắk",
        "Tây Ninh",
    }
    assert TABLE.groupby("region6_2022").size().to_dict() == {
        "NMM": 14,
        "RRD": 11,
        "NCCC": 14,
        "CH": 5,
        "SE": 6,
        "MRD": 13,
    }


def test_29_provinces_changed_their_code():
    assert (TABLE["code_2022"] != TABLE["code_2025"]).sum() == 29
    assert (TABLE["code_trap"] == "code_changed").sum() == 29
    assert set(TABLE.loc[TABLE["code_trap"].str.startswith("old_code_now_means"), "code_2022"]) == set(SEVEN)


@pytest.mark.parametrize("code", sorted(OLD))
def test_the_kind_of_trap_of_every_code(code):
    found = trap(code)
    if code in SEVEN:
        assert (found.kind, found.name_2022, found.name_2025) == ("other_meaning", *SEVEN[code])
    elif code not in NEW:
        assert found.kind == "ended"
        assert NEW[UNITS[code]] in found.sentence
    else:
        assert found.kind == ("none" if len(MEMBERS[code]) == 1 else "larger")
    assert OLD[code] in found.sentence


def test_16_units_keep_code_and_name_and_grow():
    kinds = [trap(code).kind for code in OLD]
    assert {kind: kinds.count(kind) for kind in kinds} == {"none": 11, "ended": 29, "larger": 16, "other_meaning": 7}


def test_huế_has_a_new_name_but_the_same_territory():
    assert trap("46").kind == "none"
    assert "Thừa Thiên Huế" in trap("46").sentence
    assert "same" in trap("46").sentence


def test_a_trap_of_no_code_is_an_error():
    with pytest.raises(CgdError, match="'03' is no code"):
        trap("03")


@pytest.mark.parametrize("code", sorted(OLD))
def test_conversion_forward_always_has_one_answer(code):
    assert convert(code, OLD_LIST, NEW_LIST) == UNITS[code]
    assert convert(code, OLD_LIST, OLD_LIST) == code


@pytest.mark.parametrize("unit", sorted(NEW))
def test_conversion_backward_only_where_it_is_certain(unit):
    members = MEMBERS[unit]
    if len(members) == 1:
        assert convert(unit, NEW_LIST, OLD_LIST) == members[0]
        assert convert(convert(members[0], OLD_LIST, NEW_LIST), NEW_LIST, OLD_LIST) == members[0]
        return
    with pytest.raises(CgdError, match="The code alone does not") as error:
        convert(unit, NEW_LIST, OLD_LIST)
    for member in members:
        assert f"{OLD[member]} ({member})" in str(error.value)


def test_conversion_of_an_unknown_code_or_list_is_an_error():
    with pytest.raises(CgdError, match=r"'02' is no code of the list NSO-2025-07.* GSO-2022-07 it is Hà Giang"):
        convert("02", NEW_LIST, OLD_LIST)
    with pytest.raises(CgdError, match="'1' is no code"):
        convert("1", OLD_LIST, NEW_LIST)
    for lists in (("2022", NEW_LIST), (OLD_LIST, "2025")):
        with pytest.raises(UsageError, match="Allowed: GSO-2022-07, NSO-2025-07"):
            convert("01", *lists)
    with pytest.raises(UsageError, match="Allowed"):
        province_code("Hà Nội", "GSO")
    assert PROVINCE_LISTS == (OLD_LIST, NEW_LIST)
