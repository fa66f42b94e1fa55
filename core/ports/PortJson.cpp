#include "PortJson.h"

#include <QJsonArray>

namespace tickgate {

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

} // namespace tickgate
