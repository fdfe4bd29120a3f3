"""What happens to a school's lists beside the usual: cards passed on, names corrected, ids mistyped or reused."""

from dataclasses import replace

from tests.mistakes import slip
from tests.rosters.roster_world import LASTS, Child, School, folded, some

_PLACEHOLDERS = ("00000000000", "0000000000A", "11111111111")
_NEARLY = {"Samia": "Samira", "Léa": "Léo", "Louise": "Louisa", "Amir": "Amira", "Mathis": "Mathias"}


# Cards


def cards_anew(school: School) -> None:
    """Give everybody another card, of numbers that nobody has had."""
    for child in school.children:
        school.change(child, card=school.new_card())


def cards_reshuffled(school: School) -> None:
    """Collect the cards and give them out again, to others."""
    held = [child.card for child in school.present]
    school.draw.shuffle(held)
    for child, card in zip(school.present, held, strict=True):
        school.change(child, card=card)


def card_of_a_leaver(school: School) -> None:
    """Give the card of one who leaves to a newcomer."""
    leaver = school.change(_with_card(school), left=True)
    school.families += 1
    school.add(*school.free_name(), school.families, card=leaver.card)


def card_of_the_elder(school: School) -> None:
    """Give the card of an elder one, who leaves, to a brother or sister who comes, nearly a namesake."""
    elder = school.change(_with_card(school), left=True)
    last, first = school.free_name(elder.last, first=_near_first(school, elder))
    school.add(last, first, elder.family, card=elder.card, class_name=elder.class_name)


def second_cards(school: School) -> None:
    """Give two a second card."""
    for child in some(school, 2):
        school.change(child, other_card=school.new_card())


# Names


def last_name_slip(school: School) -> None:
    """Correct a letter of a last name: the secretariat had typed it wrongly."""
    for child in some(school, 2):
        corrected = slip(school.draw, child.last, "AEIRSTN")
        if _is_free(school, corrected, child.first):
            school.change(child, last=corrected)


def first_name_slip(school: School) -> None:
    """Correct a letter of a first name."""
    for child in some(school, 2):
        corrected = slip(school.draw, child.first).title()
        if _is_free(school, child.last, corrected):
            school.change(child, first=corrected)


def last_name_changed(school: School) -> None:
    """Let two bear another last name: adoption, marriage, recognition."""
    for child in some(school, 2):
        last = school.draw.choice([one for one in LASTS if folded(one) != folded(child.last)])
        if _is_free(school, last, child.first):
            school.change(child, last=last)


def compound_shortened(school: School) -> None:
    """Write double last names in part, and single ones in full."""
    for child in some(school, 3):
        parts = child.last.split("-")
        last = parts[0] if len(parts) > 1 else f"{child.last}-{school.draw.choice(LASTS)}"
        if _is_free(school, last, child.first):
            school.change(child, last=last)


def used_name_swapped(school: School) -> None:
    """Let some go by another name, then exchange it with the last name."""
    for child in some(school, 2):
        last = school.draw.choice(LASTS)
        if _is_free(school, last, child.first):
            school.change(child, last=last, used=child.last)


# Births


def birth_corrected(school: School) -> None:
    """Correct a day of birth."""
    for child in some(school, 2):
        school.change(child, birth=f"{child.birth[:8]}{school.draw.randint(1, 28):02d}")


# Ids


def ine_of_a_leaver(school: School) -> None:
    """Give the INE of one who leaves to a newcomer: copied from the line above."""
    leaver = school.change(school.draw.choice(school.pupils), left=True)
    school.families += 1
    school.add(*school.free_name(), school.families, ine=leaver.ine)


def ine_swapped(school: School) -> None:
    """Exchange the INE of two, brother and sister where there are any."""
    one, other = _two_of_a_family(school)
    ine = other.ine
    school.change(other, ine=one.ine)
    school.change(one, ine=ine)


def ine_corrected(school: School) -> None:
    """Correct a digit of an INE."""
    for child in some(school, 2):
        school.change(child, ine=f"{(int(child.ine[:9]) + 10) % 10**9:09d}{child.ine[9:]}")


def ine_placeholder(school: School) -> None:
    """Let some have a placeholder in place of their INE."""
    value = school.draw.choice(_PLACEHOLDERS)
    for child in some(school, max(1, len(school.present) // 3)):
        school.change(child, ine=value)


def elenoet_renumbered(school: School) -> None:
    """Number everybody anew, among the same numbers."""
    numbers = [child.elenoet for child in school.present]
    school.draw.shuffle(numbers)
    for child, number in zip(school.present, numbers, strict=True):
        school.change(child, elenoet=number)


def elenoet_of_a_leaver(school: School) -> None:
    """Give the school's number of one who leaves to a newcomer."""
    leaver = school.change(school.draw.choice(school.pupils), left=True)
    school.families += 1
    school.add(*school.free_name(), school.families, elenoet=leaver.elenoet, class_name=leaver.class_name)


def number_of_a_leaver(school: School) -> None:
    """Let the program give the number of one who leaves to a newcomer."""
    leaver = school.change(school.draw.choice(school.present), left=True)
    school.families += 1
    school.add(*school.free_name(), school.families, number=leaver.number)


# Those easily taken for each other


def namesakes(school: School) -> None:
    """Let namesakes come: another class and another birth."""
    for child in some(school, 2):
        if not child.staff:
            classes = [name for name in ("6 A", "6 B", "5 A", "5 B") if name != child.class_name]
            school.families += 1
            school.add(child.last, child.first, school.families, class_name=school.draw.choice(classes))


def namesake_leaves(school: School) -> None:
    """Let one of two namesakes leave, and the other one come into that one's class."""
    pairs = _namesakes(school)
    if pairs:
        one, other = school.draw.choice(pairs)
        class_name = one.class_name
        school.change(one, left=True)
        school.change(other, class_name=class_name)


def namesakes_change_class(school: School) -> None:
    """Let two namesakes exchange their classes."""
    pairs = _namesakes(school)
    if pairs:
        one, other = school.draw.choice(pairs)
        class_name = one.class_name
        school.change(one, class_name=other.class_name)
        school.change(other, class_name=class_name)


def father_and_son(school: School) -> None:
    """Let a father of his son's name come, of the staff."""
    for child in school.draw.sample(school.pupils, min(2, len(school.pupils))):
        school.add(child.last, child.first, child.family, staff=True, class_name="", birth="1979-05-06")


def twin_comes(school: School) -> None:
    """Let a twin of one who is there come: same birth, same class, same address, a near first name."""
    child = school.draw.choice(school.pupils)
    last, first = school.free_name(child.last, first=_near_first(school, child))
    school.add(last, first, child.family, birth=child.birth, class_name=child.class_name)


def twin_takes_over(school: School) -> None:
    """Let one leave, and a brother or sister come: same class, same address, a near first name, another birth."""
    child = school.change(school.draw.choice(school.pupils), left=True)
    last, first = school.free_name(child.last, first=_near_first(school, child))
    school.add(last, first, child.family, class_name=child.class_name)


def come_back(school: School) -> None:
    """Let one who left come back."""
    if school.gone:
        school.change(school.draw.choice(school.gone), left=False)


def _with_card(school: School) -> Child:
    held = [child for child in school.pupils if child.card]
    if held:
        return school.draw.choice(held)
    child = school.draw.choice(school.pupils)
    return school.change(child, card=school.new_card())


def _near_first(school: School, child: Child) -> str:
    near = _NEARLY.get(child.first) or slip(school.draw, child.first).title()
    # « Mariel-ou » is Marie-Lou to everybody.
    is_other = _letters(near) != _letters(child.first)
    free = is_other and any(map(str.isalpha, near)) and _is_free(school, child.last, near)
    return near if free else school.free_name(child.last)[1]


def _letters(name: str) -> str:
    return folded(name).replace(" ", "")


def _is_free(school: School, last: str, first: str) -> bool:
    return (
        bool(folded(last))
        and bool(folded(first))
        and first != ""
        and (replace(school.children[0], last=last, first=first).name not in school.names)
    )


def _two_of_a_family(school: School) -> tuple[Child, Child]:
    for child in school.pupils:
        for other in school.pupils:
            if other.family == child.family and other is not child:
                return child, other
    one, other = school.draw.sample(school.pupils, 2)
    return one, other


def _namesakes(school: School) -> list[tuple[Child, Child]]:
    return [
        (one, other)
        for one in school.pupils
        for other in school.pupils
        if one.key != other.key and one.name == other.name
    ]


_EACH = (
    cards_reshuffled,
    card_of_a_leaver,
    card_of_the_elder,
    last_name_slip,
    first_name_slip,
    last_name_changed,
    compound_shortened,
    used_name_swapped,
    birth_corrected,
    ine_of_a_leaver,
    ine_swapped,
    ine_corrected,
    ine_placeholder,
    elenoet_renumbered,
    elenoet_of_a_leaver,
    number_of_a_leaver,
    twin_comes,
    twin_takes_over,
    come_back,
)


def anything(school: School) -> None:
    """Let three of all this happen."""
    for change in school.draw.sample(_EACH, 3):
        change(school)
