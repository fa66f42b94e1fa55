#include "PortJson.h"

#include <QJsonArray>

namespace tickgate {

namespace {

QString outcomeName(ReleaseOutcome outcome)
{
    switch (outcome) {
    case ReleaseOutcome::Freed:
        return QStringLiteral("freed");
    case ReleaseOutcome::AlreadyFree:
        return QStringLiteral("already_free");
    case ReleaseOutcome::Refused:
        return QStringLiteral("refused");
    case ReleaseOutcome::Cancelled:
        return QStringLiteral("cancelled");
    case ReleaseOutcome::StillHeld:
        return QStringLiteral("still_held");
    case ReleaseOutcome::Respawned:
        return QStringLiteral("respawned");
    case ReleaseOutcome::TakenByOther:
        return QStringLiteral("taken_by_other");
    case ReleaseOutcome::Lingering:
        return QStringLiteral("lingering");
    case ReleaseOutcome::Failed:
        break;
    }
    return QStringLiteral("failed");
}

} // namespace

QJsonObject toJson(const PortHolder &holder)
{
    return {
        {QStringLiteral("pid"), holder.pid},
        {QStringLiteral("name"), holder.name},
        {QStringLiteral("command"), holder.command},
        {QStringLiteral("executable"), holder.executable},
        {QStringLiteral("user"), holder.user},
        {QStringLiteral("same_user"), holder.sameUser},
        {QStringLiteral("started_at"), holder.startedAt.isValid()
                                           ? QJsonValue(holder.startedAt.toUTC().toString(Qt::ISODateWithMs))
                                           : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("address"), holder.address},
    };
}

QJsonObject toJson(const PortVerdict &verdict)
{
    QJsonArray holders;
    for (const PortHolder &holder : verdict.holders)
        holders.append(toJson(holder));
    return {
        {QStringLiteral("port"), verdict.port},
        {QStringLiteral("address"), verdict.address},
        {QStringLiteral("verdict"), portVerdictName(verdict.kind)},
        {QStringLiteral("text"), verdict.text},
        {QStringLiteral("remedy"), verdict.remedy},
        {QStringLiteral("action"), portActionName(verdict.action)},
        {QStringLiteral("blocks_start"), verdict.blocksStart},
        {QStringLiteral("owner"), holders.isEmpty() ? QJsonValue(QJsonValue::Null) : holders.first()},
        {QStringLiteral("holders"), holders},
        {QStringLiteral("lingering"), verdict.lingering},
        {QStringLiteral("seconds_to_go"), verdict.secondsToGo},
    };
}

QJsonObject toJson(const BusVerdict &verdict)
{
    QJsonArray drifted;
    for (const DriftedPublisher &publisher : verdict.drifted) {
        drifted.append(
            QJsonObject{{QStringLiteral("port"), publisher.port}, {QStringLiteral("owner"), toJson(publisher.holder)}});
    }
    QJsonObject object = toJson(verdict.port);
    object.insert(QStringLiteral("bus"), QJsonObject{
                                             {QStringLiteral("peer"), busPeerName(verdict.peer)},
                                             {QStringLiteral("connect_instead"), verdict.connectInstead},
                                             {QStringLiteral("drifted"), drifted},
                                         });
    return object;
}

QJsonObject toJson(const ReleasePlan &plan, const ReleaseReport &report)
{
    QJsonObject object = dryRunJson(plan);
    object.insert(QStringLiteral("dry_run"), false);
    object.insert(QStringLiteral("outcome"), outcomeName(report.outcome));
    object.insert(QStringLiteral("freed"), report.freed());
    object.insert(QStringLiteral("forced"), report.forced);
    object.insert(QStringLiteral("text"), report.text);
    object.insert(QStringLiteral("remedy"), report.remedy);
    object.insert(QStringLiteral("supervisor"), report.supervisor);
    object.insert(QStringLiteral("duration_ms"), report.durationMs);
    object.insert(QStringLiteral("after"), toJson(report.verdict));
    return object;
}

QJsonObject dryRunJson(const ReleasePlan &plan)
{
    QJsonArray targets;
    for (const ReleaseTarget &target : plan.targets)
        targets.append(toJson(target.facts.holder));
    return {
        {QStringLiteral("port"), plan.port},
        {QStringLiteral("address"), plan.host},
        {QStringLiteral("dry_run"), true},
        {QStringLiteral("outcome"), QStringLiteral("not_tried")},
        {QStringLiteral("freed"), false},
        {QStringLiteral("forced"), false},
        {QStringLiteral("text"), plan.summary()},
        {QStringLiteral("remedy"), plan.verdict.remedy},
        {QStringLiteral("supervisor"), QString()},
        {QStringLiteral("duration_ms"), 0},
        {QStringLiteral("targets"), targets},
        {QStringLiteral("before"), toJson(plan.verdict)},
        {QStringLiteral("after"), QJsonValue(QJsonValue::Null)},
    };
}

} // namespace tickgate
