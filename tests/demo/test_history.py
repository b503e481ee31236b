from collections import defaultdict
from itertools import pairwise

from demo.portfolio import Portfolio
from demo.records import Happening, Spell
from demo.territories import BY_CODE, DISTRICTS, TERRITORIES


def spells_by_subject(made: Portfolio) -> dict[tuple[str, str], list[Spell]]:
    found: dict[tuple[str, str], list[Spell]] = defaultdict(list)
    for spell in made.spells:
        found[spell.number, spell.what].append(spell)
    return found


def of_site(made: Portfolio) -> dict[str, list[Happening]]:
    found: dict[str, list[Happening]] = defaultdict(list)
    for happening in made.happenings:
        if happening.kind == "site":
            found[happening.key].append(happening)
    return found


def test_spells_of_one_fact_follow_each_other_without_overlap(made: Portfolio) -> None:
    for spells in spells_by_subject(made).values():
        for former, latter in pairwise(spells):
            assert former.until == latter.since
        assert all(spell.until is None or spell.until > spell.since for spell in spells)


def test_the_last_spell_is_the_value_of_today(made: Portfolio) -> None:
    subjects = spells_by_subject(made)
    for site in made.sites:
        for what in ("tier", "service_class", "commercial_class", "territory"):
            spells = subjects.get((site.number, what))
            if spells:
                assert spells[-1].until is None
                assert spells[-1].value == getattr(site, what)


def test_happenings_are_in_order_and_within_two_years(made: Portfolio) -> None:
    moments = [happening.at for happening in made.happenings]
    assert moments == sorted(moments)
    assert (moments[-1] - moments[0]).days in range(720, 735)
    assert moments[-1] <= made.timeline.end


def test_every_site_is_created_first_and_its_statuses_follow_each_other(made: Portfolio) -> None:
    stories = of_site(made)
    for site in made.sites:
        told = stories[site.number]
        assert told[0].type == "site.created"
        statuses = [h.changes["status"] for h in told if "status" in h.changes]
        assert statuses[0][0] is None
        assert all(former[1] == latter[0] for former, latter in pairwise(statuses))
        assert statuses[-1][1] == site.status


def test_updates_end_in_the_values_of_today(made: Portfolio) -> None:
    by_number = {site.number: site for site in made.sites}
    updates = [h for h in made.happenings if h.type == "site.updated"]
    assert len(updates) > 300
    for update in updates:
        for name, (before, after) in update.changes.items():
            assert before != after
            assert after == getattr(by_number[update.number], name)


def test_a_territory_split_off_took_its_sites_from_the_former_one(made: Portfolio) -> None:
    young = [each for each in TERRITORIES if each.split_from]
    assert young
    for territory in young:
        taken = [
            each
            for each in made.spells
            if each.what == "territory" and each.value == territory.split_from and each.until
        ]
        reasons = {spell.reason for spell in made.spells if spell.value == territory.code}
        assert f"{territory.name} opened" in reasons
        assert taken


def test_every_node_has_one_parent_at_a_time_and_no_gap(made: Portfolio) -> None:
    placements = defaultdict(list)
    for placement in made.organisation.placements:
        placements[placement.code].append(placement)
    assert {*placements} >= set(BY_CODE) | {district.code for district in DISTRICTS}
    for rows in placements.values():
        for former, latter in pairwise(rows):
            assert former.until == latter.since
        assert rows[-1].until is None


def test_a_territory_has_one_manager_at_a_time(made: Portfolio) -> None:
    posts = defaultdict(list)
    for post in made.organisation.posts:
        posts[post.code, post.role].append(post)
    for rows in posts.values():
        for former, latter in pairwise(rows):
            assert former.until is not None
            assert former.until <= latter.since


def test_people_are_functions_and_never_names(made: Portfolio) -> None:
    functions = (
        "Account Manager, ", "District Manager, ", "Regional VP, ", "Interim Manager, ",
        "Backup Manager, ", "system: ", "Demo Administrator", "Document Control",
    )  # fmt: skip
    people = {happening.by for happening in made.happenings}
    people |= {post.holder for post in made.organisation.posts}
    assert [person for person in people if not person.startswith(functions)] == []


def test_parents_form_no_cycle_and_shares_stay_below_the_whole(made: Portfolio) -> None:
    parents = {each.other: each.number for each in made.relationships if each.kind == "parent"}
    for child in parents:
        seen, at = {child}, parents.get(child)
        while at:
            assert at not in seen
            seen.add(at)
            at = parents.get(at)
    shares: dict[str, int] = defaultdict(int)
    for each in made.relationships:
        shares[each.number] += each.share_percent or 0
    assert max(shares.values()) <= 100


def test_documents_have_one_current_version_and_some_have_expired(made: Portfolio) -> None:
    current = [(d.number, d.type) for d in made.documents if d.is_current]
    assert len(set(current)) == len(current)
    today = made.timeline.today
    expired = [d for d in made.documents if d.is_current and d.expires_on and d.expires_on < today]
    assert 0 < len(expired) < 0.15 * len(current)
