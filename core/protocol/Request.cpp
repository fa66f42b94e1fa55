#include "Request.h"

#include "core/protocol/Limits.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace tickgate {

namespace {

RequestError invalidParameters(const QString &message)
{
    return {QStringLiteral("INVALID_PARAMETERS"), message};
}

RequestError invalidMode()
{
    return {QStringLiteral("INVALID_MODE"), QStringLiteral("mode must be 1, 2, 3 or \"LTP\", \"Quote\", \"Depth\"")};
}

std::optional<Action> actionNamed(const QString &name)
{
    static const QHash<QString, Action> actions{
        {QStringLiteral("authenticate"), Action::Authenticate},
        {QStringLiteral("auth"), Action::Authenticate},
        {QStringLiteral("subscribe"), Action::Subscribe},
        {QStringLiteral("unsubscribe"), Action::Unsubscribe},
        {QStringLiteral("unsubscribe_all"), Action::UnsubscribeAll},
        {QStringLiteral("subscribe_orders"), Action::SubscribeOrders},
        {QStringLiteral("unsubscribe_orders"), Action::UnsubscribeOrders},
        {QStringLiteral("get_broker_info"), Action::GetBrokerInfo},
        {QStringLiteral("get_supported_brokers"), Action::GetSupportedBrokers},
        {QStringLiteral("ping"), Action::Ping},
    };
    const auto found = actions.constFind(name);
    return found == actions.constEnd() ? std::nullopt : std::optional(*found);
}

bool isMissing(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull() || (value.isString() && value.toString().isEmpty());
}

QString nameProblem(const QJsonValue &symbol, const QJsonValue &exchange)
{
    if (!symbol.isString() || !exchange.isString())
        return QStringLiteral("symbol and exchange must be strings");
    const auto tooLong = [](const QJsonValue &name) {
        return name.toString().toUtf8().size() > static_cast<qsizetype>(limits::kSymbolNameBytes);
    };
    if (tooLong(symbol) || tooLong(exchange))
        return QStringLiteral("symbol or exchange is too long");
    return {};
}

/// The entries of both forms. Entries that name no symbol or no exchange are left out, as OpenAlgo does.
std::variant<QList<SymbolEntry>, RequestError> parseSymbols(const QJsonObject &body, bool modePerEntry)
{
    const QJsonValue list = body.value(QLatin1String("symbols"));
    const bool single = isMissing(list) || (list.isArray() && list.toArray().isEmpty());
    if (!single && !list.isArray())
        return invalidParameters(QStringLiteral("symbols must be an array of {symbol, exchange}"));
    QJsonArray wanted = list.toArray();
    if (single) {
        if (isMissing(body.value(QLatin1String("symbol"))) || isMissing(body.value(QLatin1String("exchange"))))
            return invalidParameters(QStringLiteral("name at least one symbol with its exchange"));
        if (modePerEntry && !modeFromJson(body.value(QLatin1String("mode"))) && body.contains(QLatin1String("mode")))
            return invalidMode();
        wanted.append(body);
    }
    if (wanted.size() > limits::kSymbolsPerRequest) {
        return RequestError{QStringLiteral("LIMIT_EXCEEDED"),
                            QStringLiteral("%1 symbols in one request; at most %2 are allowed")
                                .arg(wanted.size())
                                .arg(limits::kSymbolsPerRequest)};
    }

    QList<SymbolEntry> entries;
    entries.reserve(wanted.size());
    for (const auto &item : std::as_const(wanted)) {
        SymbolEntry entry;
        if (!item.isObject()) {
            entry.symbol = item;
            entry.problem = QStringLiteral("each entry of symbols must be an object with symbol and exchange");
            entries.append(entry);
            continue;
        }
        const QJsonObject object = item.toObject();
        entry.symbol = object.value(QLatin1String("symbol"));
        entry.exchange = object.value(QLatin1String("exchange"));
        if (isMissing(entry.symbol) || isMissing(entry.exchange))
            continue;
        entry.problem = nameProblem(entry.symbol, entry.exchange);
        if (modePerEntry && object.contains(QLatin1String("mode"))) {
            if (const auto mode = modeFromJson(object.value(QLatin1String("mode"))))
                entry.mode = *mode;
            else if (entry.problem.isEmpty())
                entry.problem = invalidMode().message;
        }
        entries.append(entry);
    }
    return entries;
}

} // namespace

ParsedRequest parseRequest(const QByteArray &json)
{
    ParsedRequest parsed;
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject()) {
        parsed.error = {QStringLiteral("INVALID_JSON"), QStringLiteral("send one JSON object per text message")};
        return parsed;
    }
    Request request;
    request.body = document.object();
    request.requestId = request.body.value(QLatin1String("request_id"));
    parsed.requestId = request.requestId;

    QJsonValue name = request.body.value(QLatin1String("action"));
    if (isMissing(name))
        name = request.body.value(QLatin1String("type"));
    const auto action = name.isString() ? actionNamed(name.toString()) : std::nullopt;
    if (!action) {
        parsed.error = {QStringLiteral("INVALID_ACTION"),
                        name.isString() ? QStringLiteral("unknown action \"%1\"").arg(name.toString().left(64))
                                        : QStringLiteral("action must be a string")};
        return parsed;
    }
    request.action = *action;
    parsed.request = std::move(request);
    return parsed;
}

std::variant<SubscribeRequest, RequestError> parseSubscribe(const QJsonObject &body)
{
    SubscribeRequest request;
    if (body.contains(QLatin1String("mode"))) {
        const auto mode = modeFromJson(body.value(QLatin1String("mode")));
        if (!mode)
            return invalidMode();
        request.mode = *mode;
    }
    const QJsonValue depth = body.value(QLatin1String("depth"));
    if (!isMissing(depth)) {
        request.depth = depth.toInt(-1);
        if (request.depth < 1 || request.depth > 1000)
            return invalidParameters(QStringLiteral("depth must be a whole number from 1 to 1000"));
    }
    const QJsonValue snapshot = body.value(QLatin1String("snapshot"));
    if (!snapshot.isUndefined() && !snapshot.isNull() && !snapshot.isBool())
        return invalidParameters(QStringLiteral("snapshot must be true or false"));
    request.snapshot = snapshot.toBool();

    auto symbols = parseSymbols(body, false);
    if (const auto *error = std::get_if<RequestError>(&symbols))
        return *error;
    request.symbols = std::get<QList<SymbolEntry>>(std::move(symbols));
    return request;
}

std::variant<UnsubscribeRequest, RequestError> parseUnsubscribe(const QJsonObject &body)
{
    auto symbols = parseSymbols(body, true);
    if (const auto *error = std::get_if<RequestError>(&symbols))
        return *error;
    return UnsubscribeRequest{std::get<QList<SymbolEntry>>(std::move(symbols))};
}

QByteArray apiKeyOf(const QJsonObject &body)
{
    const QJsonValue key = body.value(QLatin1String("api_key"));
    return (isMissing(key) ? body.value(QLatin1String("apikey")) : key).toString().toUtf8();
}

} // namespace tickgate
