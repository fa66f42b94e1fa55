#include "Reply.h"

#include <QJsonDocument>

namespace tickgate::reply {

namespace {

QJsonObject success(const char *type)
{
    return {{QLatin1String("type"), QLatin1String(type)}, {QLatin1String("status"), QLatin1String("success")}};
}

QByteArray finished(QJsonObject object, const QJsonValue &requestId)
{
    if (!requestId.isUndefined())
        object.insert(QLatin1String("request_id"), requestId);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QString labelOf(Mode mode)
{
    const std::string_view label = modeLabel(mode);
    return QString::fromLatin1(label.data(), static_cast<qsizetype>(label.size()));
}

QJsonObject entryOf(const QJsonValue &symbol, const QJsonValue &exchange, QLatin1String status, const QString &broker)
{
    // An undefined value would drop its key, and a failure has to say what it was about.
    return {{QLatin1String("symbol"), symbol.isUndefined() ? QJsonValue() : symbol},
            {QLatin1String("exchange"), exchange.isUndefined() ? QJsonValue() : exchange},
            {QLatin1String("status"), status},
            {QLatin1String("broker"), broker}};
}

} // namespace

QByteArray error(const RequestError &error, const QJsonValue &requestId)
{
    return finished({{QLatin1String("status"), QLatin1String("error")},
                     {QLatin1String("code"), error.code},
                     {QLatin1String("message"), error.message}},
                    requestId);
}

QByteArray authenticated(const QString &userId, const QString &broker, const QJsonValue &requestId)
{
    QJsonObject object = success("auth");
    object.insert(QLatin1String("message"), QLatin1String("Authentication successful"));
    object.insert(QLatin1String("broker"), broker);
    object.insert(QLatin1String("user_id"), userId);
    object.insert(
        QLatin1String("supported_features"),
        QJsonObject{{QLatin1String("ltp"), true}, {QLatin1String("quote"), true}, {QLatin1String("depth"), true}});
    return finished(object, requestId);
}

QJsonObject subscribed(const SymbolEntry &entry, Mode mode, int depth, const QString &broker)
{
    QJsonObject object = entryOf(entry.symbol, entry.exchange, QLatin1String("success"), broker);
    object.insert(QLatin1String("mode"), labelOf(mode));
    object.insert(QLatin1String("depth"), depth);
    return object;
}

QJsonObject unsubscribed(const QJsonValue &symbol, const QJsonValue &exchange, const QString &broker)
{
    return entryOf(symbol, exchange, QLatin1String("success"), broker);
}

QJsonObject failed(const SymbolEntry &entry, const QString &message, const QString &broker)
{
    QJsonObject object = entryOf(entry.symbol, entry.exchange, QLatin1String("error"), broker);
    object.insert(QLatin1String("message"), message);
    return object;
}

QByteArray subscribe(const QJsonArray &subscriptions, bool anyFailed, const QString &broker,
                     const QJsonValue &requestId)
{
    QJsonObject object = success("subscribe");
    if (anyFailed)
        object.insert(QLatin1String("status"), QLatin1String("partial"));
    object.insert(QLatin1String("subscriptions"), subscriptions);
    object.insert(QLatin1String("message"),
                  anyFailed ? QLatin1String("Some symbols could not be subscribed") : QLatin1String("Subscribed"));
    object.insert(QLatin1String("broker"), broker);
    return finished(object, requestId);
}

QByteArray unsubscribe(const QJsonArray &successful, const QJsonArray &failed, const QString &broker,
                       const QJsonValue &requestId)
{
    QJsonObject object = success("unsubscribe");
    if (!failed.isEmpty()) {
        object.insert(QLatin1String("status"),
                      successful.isEmpty() ? QLatin1String("error") : QLatin1String("partial"));
    }
    object.insert(QLatin1String("message"), failed.isEmpty() ? QLatin1String("Unsubscribed")
                                                             : QLatin1String("Some symbols could not be unsubscribed"));
    object.insert(QLatin1String("successful"), successful);
    object.insert(QLatin1String("failed"), failed);
    object.insert(QLatin1String("broker"), broker);
    return finished(object, requestId);
}

QByteArray orders(bool subscribed, const QJsonValue &requestId)
{
    QJsonObject object = success(subscribed ? "subscribe_orders" : "unsubscribe_orders");
    object.insert(QLatin1String("message"), subscribed ? QLatin1String("Subscribed to order updates")
                                                       : QLatin1String("Unsubscribed from order updates"));
    return finished(object, requestId);
}

QByteArray brokerInfo(const QString &broker, const QString &adapterStatus, const QString &userId,
                      const QJsonValue &requestId)
{
    QJsonObject object = success("broker_info");
    object.insert(QLatin1String("broker"), broker);
    object.insert(QLatin1String("adapter_status"), adapterStatus);
    object.insert(QLatin1String("user_id"), userId);
    return finished(object, requestId);
}

QByteArray supportedBrokers(const QStringList &brokers, const QJsonValue &requestId)
{
    QJsonObject object = success("supported_brokers");
    object.insert(QLatin1String("brokers"), QJsonArray::fromStringList(brokers));
    object.insert(QLatin1String("count"), brokers.size());
    return finished(object, requestId);
}

QByteArray pong(const QJsonObject &ping, qint64 serverTimeMs)
{
    QJsonObject object = success("pong");
    object.insert(QLatin1String("server_timestamp"), serverTimeMs);
    if (const QJsonValue timestamp = ping.value(QLatin1String("timestamp")); !timestamp.isUndefined())
        object.insert(QLatin1String("client_timestamp"), timestamp);
    if (const QJsonValue id = ping.value(QLatin1String("_pingId")); !id.isUndefined())
        object.insert(QLatin1String("_pingId"), id);
    return finished(object, ping.value(QLatin1String("request_id")));
}

} // namespace tickgate::reply
