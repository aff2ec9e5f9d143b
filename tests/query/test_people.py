"""Individuals are left out: activists, registered persons, journalists who are no press body."""

import polars as pl

from mediaframe.query import people


def test_only_mentions_of_groups_remain() -> None:
    mentions = pl.DataFrame(
        {
            "actor": ["a_union", "a_person", None, None, "a_press_body", None],
            "is_person": [False, True, None, None, False, None],
            "actor_type": [
                "UNION_SYNDICATE",
                "JOURNALIST_MEDIA",
                "ACTIVIST_INDIVIDUAL",
                "JOURNALIST_MEDIA",
                "JOURNALIST_MEDIA",
                "CIVIL_SOCIETY_COLLECTIVE",
            ],
        }
    )
    kept = people.groups_only(mentions)
    assert kept["actor"].to_list() == ["a_union", "a_press_body", None]
    assert kept["actor_type"].to_list()[-1] == "CIVIL_SOCIETY_COLLECTIVE"
