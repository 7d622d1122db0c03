"""The queue: each thing ordered once, done once, and tried again when it was cut off."""

from datetime import timedelta
from functools import partial
from itertools import chain

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from strategy import editions, jobs
from strategy.models import Edition, Job
from tests import factories
from tests.races import at_once, needs_postgres

PDF, PACKET = Job.Kind.EDITION_PDF, Job.Kind.PACKET


def failed(job, times=jobs.MOST_ATTEMPTS):
    for _time in range(times):
        jobs.fail(jobs.take(1), "vnitřní důvod")
    job.refresh_from_db()
    return job


def test_the_same_is_ordered_once_until_it_is_done(published):
    first = jobs.order(PDF, published)
    assert jobs.order(PDF, published) == first
    assert jobs.take(1) == first
    assert jobs.order(PDF, published) == first
    others = [jobs.order(PACKET, published), jobs.order(PACKET, published, "landscape")]
    others.append(jobs.order(Job.Kind.VERIFICATION))
    assert jobs.order(Job.Kind.VERIFICATION) == others[-1]
    assert len({first, *others}) == 4
    first.refresh_from_db()
    jobs.finish(first)
    assert jobs.order(PDF, published) not in {first, *others}


def test_jobs_are_taken_in_the_order_in_which_they_came(published):
    ordered = [jobs.order(PACKET, published, variant) for variant in "abc"]
    assert [jobs.ahead(job) for job in ordered] == [0, 1, 2]
    taken = [jobs.take(1), jobs.take(2)]
    assert taken == ordered[:2]
    assert [(job.state, job.slot, job.attempts) for job in taken] == [
        ("running", 1, 1),
        ("running", 2, 1),
    ]
    assert all(job.started_at for job in taken)
    jobs.finish(taken[0])
    assert jobs.ahead(ordered[2]) == 1


def test_an_empty_queue_gives_nothing(published):
    assert jobs.take(1) is None


def test_what_runs_in_another_slot_is_left_alone(published):
    jobs.order(PDF, published)
    jobs.take(1)
    assert jobs.take(2) is None


def test_what_was_cut_off_in_a_slot_is_taken_up_by_who_holds_it_next(published):
    job = jobs.order(PDF, published)
    jobs.take(1)
    again = jobs.take(1)
    assert (again, again.state, again.attempts) == (job, "running", 2)


def test_what_is_cut_off_each_time_has_failed_and_the_next_is_done(published):
    job, next_job = jobs.order(PDF, published), jobs.order(PACKET, published)
    for attempt in range(jobs.MOST_ATTEMPTS):
        assert jobs.take(1).attempts == attempt + 1
    assert jobs.take(1) == next_job
    job.refresh_from_db()
    assert (job.state, job.slot, bool(job.error)) == ("failed", None, True)


def test_what_is_put_back_was_not_tried(published):
    jobs.order(PDF, published)
    for _time in range(jobs.MOST_ATTEMPTS + 1):
        job = jobs.take(1)
        jobs.put_back(job)
        job.refresh_from_db()
        assert (job.state, job.slot, job.attempts) == ("waiting", None, 0)


def test_a_failure_is_tried_again_and_the_third_stays(published):
    job = failed(jobs.order(PDF, published), times=2)
    assert (job.state, job.slot, job.attempts, job.finished_at) == ("waiting", None, 2, None)
    failed(job, times=1)
    assert (job.state, job.attempts, job.error) == ("failed", 3, "vnitřní důvod")
    assert job.finished_at is not None
    assert jobs.take(1) is None


def test_a_success_takes_off_what_was_said_of_an_earlier_failure(published):
    failed(jobs.order(PDF, published), times=1)
    job = jobs.take(1)
    jobs.finish(job)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")


def test_who_asks_again_after_a_failure_orders_anew_only_after_a_while(published):
    job = failed(jobs.order(PDF, published))
    assert jobs.ask(PDF, published) == job
    assert jobs.ask(PDF, factories.publish(published.plan)) != job
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - jobs.FAILURE_STANDS)
    anew = jobs.ask(PDF, published)
    assert (anew == job, anew.state) == (False, "waiting")
    assert jobs.ask(PDF, published) == anew
    assert timedelta(minutes=5) <= jobs.FAILURE_STANDS <= timedelta(hours=1)


def test_staff_order_anew_at_once(published):
    job = failed(jobs.order(PDF, published))
    assert jobs.order(PDF, published) != job


def test_of_jobs_for_the_same_only_the_last_outcome_is_kept(
    published, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    other = jobs.order(PACKET, published, "landscape")
    jobs.finish(jobs.take(1))
    for number in (1, 2):
        jobs.order(PACKET, published)
        job = jobs.take(1)
        job.file.save(f"{number}.pdf", ContentFile(b"%PDF"), save=False)
        with django_capture_on_commit_callbacks(execute=True):
            jobs.finish(job)
    assert list(Job.objects.all()) == [other, job]
    assert [path.name for path in (tmp_path / "jobs").iterdir()] == ["2.pdf"]


def test_a_failure_takes_away_earlier_failures_and_leaves_the_last_success(
    published, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    jobs.order(PACKET, published)
    good = jobs.take(1)
    good.file.save("1.pdf", ContentFile(b"%PDF"), save=False)
    jobs.finish(good)
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            last = failed(jobs.order(PACKET, published))
    assert list(Job.objects.all()) == [good, last]
    assert [path.name for path in (tmp_path / "jobs").iterdir()] == ["1.pdf"]
    jobs.order(PACKET, published)
    newer = jobs.take(1)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.finish(newer)
    assert list(Job.objects.all()) == [newer]
    assert list((tmp_path / "jobs").iterdir()) == []


def test_approving_orders_the_pdf_for_the_archive(plan):
    consulted = factories.publish(plan)
    assert Job.objects.count() == 0
    edition = factories.publish(plan, Edition.State.APPROVED)
    ordered = Job.objects.values_list("kind", "edition", "state")
    assert list(ordered) == [("archived_pdf", edition.pk, "waiting")]
    assert edition != consulted


def test_an_approval_that_is_rolled_back_orders_nothing(plan):
    draft = factories.draft_of(plan)
    resolution = factories.make_resolution(draft)
    with transaction.atomic():
        editions.publish(draft, Edition.State.APPROVED, resolution=resolution)
        assert Job.objects.count() == 1
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


@needs_postgres
def test_workers_at_the_same_moment_never_take_the_same_job(committed):
    edition = factories.publish(factories.make_plan())
    variants = [str(number) for number in range(12)]
    for variant in variants:
        jobs.order(PACKET, edition, variant)

    def take_and_finish(slot):
        done = []
        while job := jobs.take(slot):
            done.append(job.variant)
            jobs.finish(job)
        return done

    # Slots beyond two do not exist; here they make the race harder.
    done = at_once([partial(take_and_finish, slot) for slot in (1, 2, 3, 4)])
    assert sorted(chain(*done), key=int) == variants
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


@needs_postgres
def test_readers_at_the_same_moment_order_one_job(committed):
    edition = factories.publish(factories.make_plan())
    ordered = at_once([partial(jobs.ask, PDF, edition)] * 8)
    assert {job.pk for job in ordered} == {Job.objects.get().pk}
