#include "ReleaseReport.h"

#include <QStringList>

#include <algorithm>

namespace tickgate {

namespace {

QString targetNames(const ReleasePlan &plan)
{
    QStringList names;
    for (const ReleaseTarget &target : plan.targets)
        names.append(holderLabel(target.facts.holder));
    return names.join(QStringLiteral(", "));
}

QString stillHeldText(const ReleaseReport &report, const ReleasePlan &plan, const ReleaseCourse &course)
{
    const auto isAmong = [](const std::vector<qint64> &pids, const ReleaseTarget &target) {
        return std::find(pids.begin(), pids.end(), target.key.pid) != pids.end();
    };
    QStringList asked;
    QStringList others;
    for (const ReleaseTarget &target : plan.targets) {
        if (isAmong(course.holding, target))
            (isAmong(course.asked, target) ? asked : others).append(holderLabel(target.facts.holder));
    }
    const QString port = QString::number(plan.port);
    if (report.forced)
        return QStringLiteral("Even the hard way did not end %1; port %2 is still held.")
            .arg((asked + others).join(QStringLiteral(", ")), port);
    if (course.cancelledAsking)
        return QStringLiteral("It was called off while %1 was being asked to stop, which may still happen; port %2 is "
                              "still held.")
            .arg((asked + others).join(QStringLiteral(", ")), port);
    if (asked.isEmpty())
        return QStringLiteral("%1 could not be asked to stop; port %2 is still held.")
            .arg(others.join(QStringLiteral(", ")), port);
    return (asked.size() == 1 ? QStringLiteral("%1 was asked to stop and has not; port %2 is still held.")
                              : QStringLiteral("%1 were asked to stop and have not; port %2 is still held."))
        .arg(asked.join(QStringLiteral(", ")), port);
}

} // namespace

void describe(ReleaseReport &report, const ReleasePlan &plan, const ReleaseCourse &course)
{
    const QString port = QString::number(plan.port);
    const PortVerdict &verdict = report.verdict;
    switch (report.outcome) {
    case ReleaseOutcome::AlreadyFree:
        report.text = verdict.text;
        break;
    case ReleaseOutcome::Freed:
        report.text = QStringLiteral("Port %1 is free: %2 %3.")
                          .arg(port, targetNames(plan),
                               report.forced           ? QStringLiteral("had to be ended the hard way")
                               : !course.asked.empty() ? QStringLiteral("stopped when asked")
                                                       : QStringLiteral("had already gone"));
        if (verdict.lingering > 0)
            report.text += QStringLiteral(" %1 leftover connections remain, which do not keep Tickgate from starting.")
                               .arg(verdict.lingering);
        break;
    case ReleaseOutcome::Refused:
        report.text = plan.refusalText;
        break;
    case ReleaseOutcome::Cancelled:
        report.text = QStringLiteral("Nothing was done; port %1 is still held.").arg(port);
        break;
    case ReleaseOutcome::StillHeld:
        report.text = stillHeldText(report, plan, course);
        report.remedy =
            report.forced
                ? QStringLiteral("Restart the computer, or use the next free port.")
                : QStringLiteral("Force-Release can end it the hard way (\"tickgate release %1 --force\").").arg(port);
        break;
    case ReleaseOutcome::Respawned:
        report.supervisor = course.successor->supervisor;
        report.text = QStringLiteral("%1 ended, but %2 started it again as pid %3; port %4 is still held.")
                          .arg(targetNames(plan), course.successor->supervisor.isEmpty() ? QStringLiteral("something")
                                                                                         : course.successor->supervisor)
                          .arg(course.successor->holder.pid)
                          .arg(port);
        report.remedy =
            course.successor->advice.isEmpty()
                ? QStringLiteral("Find out what starts it (a scheduled task, a service) and stop that first.")
                : course.successor->advice;
        break;
    case ReleaseOutcome::TakenByOther:
        report.text = QStringLiteral("%1 let port %2 go, but %3 has taken it since.")
                          .arg(targetNames(plan), port, holderLabel(course.successor->holder));
        report.remedy = QStringLiteral("Look at the new owner, then release the port again if it may go.");
        break;
    case ReleaseOutcome::Lingering:
        report.text = verdict.text;
        report.remedy = verdict.remedy;
        break;
    case ReleaseOutcome::Failed:
        report.text = course.failure;
        report.remedy = course.failureRemedy;
        break;
    }
}

} // namespace tickgate
