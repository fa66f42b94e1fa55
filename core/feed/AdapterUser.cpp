#include "core/feed/AdapterUser.h"

namespace tickgate {

QString adapterStateName(AdapterSnapshot::State state)
{
    switch (state) {
    case AdapterSnapshot::State::Connecting:
        return QStringLiteral("connecting");
    case AdapterSnapshot::State::Connected:
        return QStringLiteral("connected");
    case AdapterSnapshot::State::Disconnected:
        return QStringLiteral("disconnected");
    case AdapterSnapshot::State::LoginNeeded:
        return QStringLiteral("login_required");
    case AdapterSnapshot::State::Failed:
        break;
    }
    return QStringLiteral("error");
}

void AdapterUser::beginConnecting()
{
    state = State::Connecting;
    requestId = 0;
    message.clear();
    workedSinceRebuild = false;
    reportedConnected = false;
    everConnected = false;
    disconnectedAt = kNever;
}

void AdapterUser::report(bool connected, int symbolCount, TimePoint now)
{
    lastAnswer = now;
    symbols = symbolCount;
    reportedConnected = connected;
    if (connected) {
        everConnected = true;
        disconnectedAt = kNever;
    } else if (everConnected && disconnectedAt == kNever) {
        disconnectedAt = now;
    }
}

AdapterSnapshot AdapterUser::snapshot(const QString &userId) const
{
    AdapterSnapshot adapter;
    adapter.user = userId;
    adapter.broker = broker;
    adapter.symbols = symbols;
    adapter.message = message;
    if (state == State::LoginNeeded)
        adapter.state = AdapterSnapshot::State::LoginNeeded;
    else if (state == State::Failed)
        adapter.state = AdapterSnapshot::State::Failed;
    else if (state == State::Connected && reportedConnected)
        adapter.state = AdapterSnapshot::State::Connected;
    else if (state == State::Connected && disconnectedAt != kNever)
        adapter.state = AdapterSnapshot::State::Disconnected;
    return adapter;
}

} // namespace tickgate
