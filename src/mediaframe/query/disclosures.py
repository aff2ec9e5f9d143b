"""What must be disclosed beside published figures."""

from mediaframe.aggregate.units import units as make_units
from mediaframe.codebook import Codebook
from mediaframe.query import scoring_run
from mediaframe.store import coverage, rejects, runs, units
from mediaframe.store import outlets as registry
from mediaframe.store.database import Store
from mediaframe.types import Disclosure, OutletCoverage, RejectCount, RunInfo


def disclosure(store: Store, book: Codebook, *, scorer: str = "lexicon") -> Disclosure:
    """The numbers that the codebook's `reporting_rules.disclose` asks for; reads every text.

    Raises:
        StoreError: nothing was analysed with the scorer, or the database cannot be read.
    """
    with store.read() as conn:
        run = scoring_run.latest(conn, scorer)
        known = {outlet.id: outlet for outlet in registry.all(conn)}
        covered = coverage.outlets(conn)
        counts = rejects.counts(conn)
        all_runs = runs.all(conn)
        coded = units.coded(conn, run.id)
        scope = coverage.scope(conn, run.id)
        abstained = coverage.abstained(conn, run.id)
        total, done = coverage.count(conn), coverage.done(conn, run.id)
        stories, short = coverage.stories(conn), coverage.short(conn)
    made = make_units(coded, book)
    outlets = tuple(
        OutletCoverage(
            id=row["id"],
            name_ar=known[row["id"]].name_ar,
            name_en=known[row["id"]].name_en,
            country=known[row["id"]].country,
            ownership=known[row["id"]].ownership,
            verified=known[row["id"]].verified,
            articles=row["articles"],
            stories=row["stories"],
            undated=row["undated"],
            first=row["first"],
            last=row["last"],
        )
        for row in covered.iter_rows(named=True)
    )
    return Disclosure(
        outlets=outlets,
        rejects=tuple(
            RejectCount(stage=stage, reason=reason, count=number)
            for (stage, reason), number in counts.items()
        ),
        runs=tuple(
            RunInfo(
                id=item.id,
                kind=item.kind,
                scorer=item.scorer,
                digest=item.digest,
                codebook_version=item.codebook_version,
                finished=item.finished,
                current=item.id in (run.id, run.detection_id),
            )
            for item in all_runs
        ),
        codebook_version=book.meta.version,
        articles=total,
        stories=stories,
        undated=sum(outlet.undated for outlet in outlets),
        pending=total - done,
        short=short,
        mentions_in_scope=scope[True],
        mentions_out_of_scope=scope[False],
        abstained=abstained,
        units=len(made),
        actors=made["actor"].n_unique() - int(made["actor"].null_count() > 0),
        unlinked=coded["actor"].null_count(),
    )
