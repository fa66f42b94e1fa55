#pragma once

#include "core/protocol/Mode.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QList>
#include <QString>

#include <optional>
#include <variant>

namespace tickgate {

// What clients ask for (PROTOCOL, Client -> proxy), parsed in two steps because a session that has not authenticated
// gets NOT_AUTHENTICATED whatever else is wrong with its request. Pure.

enum class Action
{
    Authenticate,
    Subscribe,
    Unsubscribe,
    UnsubscribeAll,
    SubscribeOrders,
    UnsubscribeOrders,
    GetBrokerInfo,
    GetSupportedBrokers,
    Ping,
};

/// Allowed before authentication.
[[nodiscard]] constexpr bool isOpenToAll(Action action) noexcept
{
    return action == Action::Authenticate || action == Action::GetSupportedBrokers || action == Action::Ping;
}

/// Why a request cannot be served; `code` is one of PROTOCOL's.
struct RequestError
{
    QString code;
    QString message;
    bool operator==(const RequestError &) const = default;
};

/// A JSON object with an action we know.
struct Request
{
    Action action = Action::Ping;
    QJsonObject body;
    QJsonValue requestId{QJsonValue::Undefined}; ///< echoed when it was sent
};

struct ParsedRequest
{
    std::optional<Request> request;
    RequestError error; ///< when there is no request
    QJsonValue requestId{QJsonValue::Undefined};
};

[[nodiscard]] ParsedRequest parseRequest(const QByteArray &json);

/// One entry of `symbols`, or the single form. An entry with a problem is answered as a failure.
struct SymbolEntry
{
    QJsonValue symbol; ///< as sent, for the reply
    QJsonValue exchange;
    Mode mode = Mode::Quote;
    QString problem;
};

struct SubscribeRequest
{
    QList<SymbolEntry> symbols; ///< without the ones that name no symbol or exchange
    Mode mode = Mode::Quote;
    int depth = 5;
    bool snapshot = false;
};

struct UnsubscribeRequest
{
    QList<SymbolEntry> symbols; ///< each with its own mode
};

[[nodiscard]] std::variant<SubscribeRequest, RequestError> parseSubscribe(const QJsonObject &body);
[[nodiscard]] std::variant<UnsubscribeRequest, RequestError> parseUnsubscribe(const QJsonObject &body);

/// `api_key` or `apikey`; empty when it is missing or no string.
[[nodiscard]] QByteArray apiKeyOf(const QJsonObject &body);

} // namespace tickgate
