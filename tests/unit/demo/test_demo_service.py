"""The truths planted in contacts, audits and trainings, computed afresh from the files."""

from tests.unit.demo.test_demo_truths import TRUTHS, hold


def test_one_hour_is_overloaded(demo):
    facts = TRUTHS["overload"]
    found = dict(
        demo.rows(
            """select isodow(started_at) = $weekday and hour(started_at) in (9, 10), avg((not answered)::integer)
            from interactions where direction = 'in' and channel = 'phone' and hour(started_at) between 8 and 19
            group by 1""",
            weekday=facts["weekday"],
        )
    )
    hold(demo, "overload", {"unanswered_rate": found[True], "others_rate": found[False]})


def test_one_touchpoint_does_not_recognise_its_customers(demo):
    facts = TRUTHS["unrecognised"]
    found = dict(
        demo.rows(
            """select touchpoint = $touchpoint, avg((customer_id is not null)::integer)
            from interactions where direction = 'in' group by 1""",
            touchpoint=facts["touchpoint"],
        )
    )
    hold(demo, "unrecognised", {"recognition_rate": found[True], "others_rate": found[False]})


def test_one_team_lies_below_and_complaints_explain_another(demo):
    facts = TRUTHS["low_team"]
    found = {
        (department == facts["department"], department == facts["complaints"]): apart
        for department, apart in demo.rows(
            """with usual as (
                select i.*, e.department, survey_score - avg(survey_score) over (partition by channel, purpose) as apart
                from interactions i join employees e using (employee_id) where survey_score is not null
            ) select case when department in ($department, $complaints) then department end, avg(apart)
            from usual group by 1""",
            department=facts["department"],
            complaints=facts["complaints"],
        )
    }
    low, complaints, others = found[True, False], found[False, True], found[False, False]
    hold(demo, "low_team", {"adjusted_gap": low - others, "complaints_gap": complaints - others})


def test_one_training_helps_and_the_other_does_not(demo):
    found = {
        course: yes - no
        for course, yes, no in demo.rows(
            """with sessions as (select distinct course, trained_on from trainings),
            sides as (
                select s.course, i.employee_id,
                    exists(from trainings t where t.course = s.course and t.employee_id = i.employee_id) as is_trained,
                    avg(survey_score) filter (started_at::date > trained_on)
                        - avg(survey_score) filter (started_at::date < trained_on) as change
                from sessions s join interactions i
                    on i.started_at::date between trained_on - 90 and trained_on + 90
                where i.survey_score is not null and i.employee_id is not null group by all
            ) select course, avg(change) filter (is_trained), avg(change) filter (not is_trained)
            from sides where change is not null group by 1"""
        )
    }
    facts = TRUTHS["training"]
    hold(demo, "training", {"effect": found[facts["course"]], "other_effect": found[facts["other_course"]]})


def test_one_team_lacks_three_items_of_the_audit(demo):
    facts = TRUTHS["audited"]
    found = dict(
        demo.rows(
            """select department = $department, avg(score)
            from service_audits join employees using (employee_id)
            where item in ('listen', 'restraint', 'patient') group by 1""",
            department=facts["department"],
        )
    )
    hold(demo, "audited", {"gap": float(found[True]) - float(found[False])})
