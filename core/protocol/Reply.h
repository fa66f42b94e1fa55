#pragma once

#include "core/protocol/Mode.h"
#include "core/protocol/Request.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace tickgate::reply {

// The proxy's answers, exactly as PROTOCOL lists them: compact JSON, ready for a text message. Pure. requestId is
// echoed unless it is undefined.

[[nodiscard]] QByteArray error(const RequestError &error, const QJsonValue &requestId);
[[nodiscard]] QByteArray authenticated(const QString &userId, const QString &broker, const QJsonValue &requestId);

[[nodiscard]] QJsonObject subscribed(const SymbolEntry &entry, Mode mode, int depth, const QString &broker);
[[nodiscard]] QJsonObject unsubscribed(const QJsonValue &symbol, const QJsonValue &exchange, const QString &broker);
/// A failed entry of either.
[[nodiscard]] QJsonObject failed(const SymbolEntry &entry, const QString &message, const QString &broker);

/// "partial" as soon as one entry failed.
[[nodiscard]] QByteArray subscribe(const QJsonArray &subscriptions, bool anyFailed, const QString &broker,
                                   const QJsonValue &requestId);
/// "success", "partial" or, when all failed, "error".
[[nodiscard]] QByteArray unsubscribe(const QJsonArray &successful, const QJsonArray &failed, const QString &broker,
                                     const QJsonValue &requestId);
[[nodiscard]] QByteArray orders(bool subscribed, const QJsonValue &requestId);
[[nodiscard]] QByteArray brokerInfo(const QString &broker, const QString &adapterStatus, const QString &userId,
                                    const QJsonValue &requestId);
[[nodiscard]] QByteArray supportedBrokers(const QStringList &brokers, const QJsonValue &requestId);
/// Echoes timestamp and _pingId of the request when they were sent.
[[nodiscard]] QByteArray pong(const QJsonObject &ping, qint64 serverTimeMs);

} // namespace tickgate::reply
