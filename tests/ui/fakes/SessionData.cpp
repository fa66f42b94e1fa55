#include "FakePanel.h"

#include <cmath>

namespace tickgate::test {

namespace {

using namespace std::chrono_literals;

struct Program
{
    quint16 port;
    const char *name;
    const char *script;
    const char *user;
    int subscriptions;
    double rate;
};

constexpr Program kPrograms[] = {
    {52110, "python3", "/home/asha/strategies/momentum_breakout.py", "asha", 48, 2140},
    {52114, "python3", "/home/asha/strategies/option_chain_scanner.py", "asha", 612, 6902},
    {52202, "node", "/home/asha/dashboard/server.js", "asha", 120, 1260},
    {52240, "EXCEL.EXE", "", "asha", 35, 310},
    {52244, "AmiBroker.exe", "", "asha", 90, 1020},
    {52310, "python3", "/home/asha/notebooks/tick_recorder.py", "asha", 40, 274},
    {52377, "chrome", "", "", 0, 0},
};

struct Symbol
{
    const char *exchange;
    const char *name;
    Mode mode;
    int subscribers;
    double rate;
    double price;
    int sinceMs; ///< -1: never
};

constexpr Symbol kSymbols[] = {
    {"NSE_INDEX", "NIFTY", Mode::Ltp, 6, 4.0, 24512.35, 120},
    {"NSE_INDEX", "BANKNIFTY", Mode::Ltp, 5, 4.0, 52388.90, 90},
    {"BSE_INDEX", "SENSEX", Mode::Ltp, 3, 2.0, 80641.15, 310},
    {"NSE", "RELIANCE", Mode::Depth, 4, 9.8, 2874.60, 40},
    {"NSE", "INFY", Mode::Quote, 3, 7.1, 1542.05, 60},
    {"NSE", "HDFCBANK", Mode::Quote, 3, 8.4, 1688.40, 75},
    {"NSE", "M&M", Mode::Quote, 2, 3.6, 2911.10, 240},
    {"NSE", "BAJAJ-AUTO", Mode::Quote, 2, 2.2, 9120.55, 510},
    {"NSE", "TATAMOTRS", Mode::Quote, 1, 0, 0, -1},
    {"NFO", "NIFTY26MAR24500CE", Mode::Depth, 4, 0, 182.35, 151000},
    {"NFO", "NIFTY26MAR24500PE", Mode::Depth, 4, 0, 141.70, 152000},
    {"NFO", "BANKNIFTY26MAR52000CE", Mode::Quote, 3, 0, 611.25, 154000},
    {"BFO", "SENSEX26MAR80500CE", Mode::Quote, 1, 1.8, 402.10, 420},
    {"CDS", "USDINR26MARFUT", Mode::Ltp, 1, 1.1, 87.4125, 880},
    {"MCX", "CRUDEOIL26MARFUT", Mode::Quote, 2, 3.9, 6012.00, 150},
    {"MCX", "GOLD26APRFUT", Mode::Quote, 2, 2.7, 86104.00, 190},
    {"CRYPTO", "BTC_INR", Mode::Ltp, 1, 5.5, 7712400.00, 33},
    {"CRYPTO", "SHIB_INR", Mode::Ltp, 0, 0.8, 0.0012, 1900},
};

QString text(const char *latin1)
{
    return QString::fromLatin1(latin1);
}

void fillClients(HubSnapshot &hub, double swing)
{
    quint64 id = 1;
    for (const Program &program : kPrograms) {
        ClientSnapshot client;
        client.id = id++;
        client.address = QStringLiteral("127.0.0.1");
        client.port = program.port;
        client.user = text(program.user);
        client.broker = QStringLiteral("zerodha");
        client.maskedKey = QStringLiteral("3fa9 #c81e");
        client.userAgent = client.id == 7 ? QStringLiteral("Mozilla/5.0 Chrome/125") : QString();
        client.subscriptions = program.subscriptions;
        client.outPerSecond = program.rate * swing;
        client.delivered = static_cast<quint64>(program.rate * 13290);
        client.deliveredBytes = client.delivered * 214;
        client.connectedFor = std::chrono::minutes(220) - std::chrono::minutes(client.id * 23);
        if (client.id == 4) {
            client.slow = true;
            client.queuedMessages = 1024;
            client.queuedBytes = 219'000;
            client.lag = 1840ms;
            client.conflated = 12'406;
        }
        hub.clientList.push_back(client);
    }
}

void fillSymbols(HubSnapshot &hub)
{
    for (const Symbol &from : kSymbols) {
        SymbolSnapshot symbol;
        symbol.exchange = text(from.exchange);
        symbol.symbol = text(from.name);
        symbol.mode = from.mode;
        symbol.subscribers = from.subscribers;
        symbol.ticksPerSecond = from.rate;
        symbol.ticks = static_cast<quint64>(from.rate * 12000);
        symbol.hasPrice = from.sinceMs >= 0;
        symbol.lastPrice = from.price;
        symbol.everTicked = from.sinceMs >= 0;
        symbol.sinceLastTick = std::chrono::milliseconds(std::max(0, from.sinceMs));
        symbol.subscribedFor = from.subscribers > 0 ? std::chrono::milliseconds(3h + 12min) : 0ms;
        hub.symbolList.push_back(symbol);
    }
}

} // namespace

ServiceSnapshot sessionSnapshot(int step)
{
    const double swing = 1 + 0.16 * std::sin(step / 5.0) + 0.07 * std::sin(step / 1.7);
    // Latency has a mind of its own.
    const double hum = 1 - 0.18 * std::abs(std::sin(step / 3.1)) - 0.12 * std::abs(std::sin(step / 8.3));
    ServiceSnapshot snapshot;
    snapshot.takenAt = QDateTime::currentDateTimeUtc();
    snapshot.takenAtSteady = std::chrono::steady_clock::now();
    snapshot.uptime = 3h + 41min + std::chrono::seconds(step);
    snapshot.cpuPercent = 3.2 * swing;
    snapshot.residentBytes = 61'000'000;
    snapshot.restartsToday = 1;
    snapshot.authSource = QStringLiteral("OpenAlgo");

    BusSnapshot &bus = snapshot.bus;
    bus.bound = true;
    bus.endpoint = QStringLiteral("tcp://127.0.0.1:5555");
    bus.port = 5555;
    bus.publishers = 2;
    bus.messages = 24'480'211;
    bus.ticks = 24'479'000;
    bus.messagesPerSecond = 1842 * swing;
    bus.ticksPerSecond = bus.messagesPerSecond;
    bus.everReceived = true;
    bus.sinceLastMessage = 40ms;
    bus.everTicked = true;
    bus.sinceLastTick = 40ms;

    HubSnapshot &hub = snapshot.hub;
    hub.listeners = {{QStringLiteral("127.0.0.1"), 8765, true, {}}, {QStringLiteral("::1"), 8765, true, {}}};
    fillClients(hub, swing);
    fillSymbols(hub);
    hub.clients = static_cast<int>(hub.clientList.size());
    hub.authenticated = hub.clients - 1;
    hub.slowClients = 1;
    for (const ClientSnapshot &client : hub.clientList) {
        hub.subscriptions += client.subscriptions;
        hub.deliveredPerSecond += client.outPerSecond;
        hub.delivered += client.delivered;
        hub.deliveredBytes += client.deliveredBytes;
        hub.conflated += client.conflated;
    }
    hub.symbols = 945;
    hub.latency = {180us, std::chrono::microseconds(static_cast<int>(900 * hum)), 4200us, 40'000};
    return snapshot;
}

PortVerdict busyVerdict()
{
    PortVerdict verdict;
    verdict.kind = PortVerdictKind::OpenAlgoProxy;
    verdict.port = 8765;
    verdict.address = QStringLiteral("127.0.0.1");
    verdict.text = QStringLiteral("OpenAlgo's own WebSocket proxy (python3, pid 48211) holds port 8765.");
    verdict.remedy = QStringLiteral("End it with Force-Release and switch it off in OpenAlgo; only market data stops.");
    verdict.action = PortAction::Release;
    PortHolder holder;
    holder.pid = 48211;
    holder.name = QStringLiteral("python3");
    holder.command = QStringLiteral("python3 -m websocket_proxy.server");
    holder.executable = QStringLiteral("/usr/bin/python3");
    holder.user = QStringLiteral("asha");
    holder.sameUser = true;
    holder.startedAt = QDateTime(QDate(2026, 3, 2), QTime(8, 58), Qt::UTC);
    holder.address = QStringLiteral("127.0.0.1");
    verdict.holders = {holder};
    return verdict;
}

void fillDesk(FakeDesk &desk)
{
    for (const Program &program : kPrograms)
        desk.programs.insert(program.port, {4000 + program.port % 100, text(program.name), text(program.script)});

    const auto ours = [](quint16 port, const QStringList &addresses) {
        PortVerdict verdict;
        verdict.kind = PortVerdictKind::Ours;
        verdict.port = port;
        verdict.address = addresses.first();
        verdict.text = QStringLiteral("This Tickgate listens on port %1.").arg(port);
        verdict.remedy = QStringLiteral("Nothing to do: clients can connect.");
        for (const QString &address : addresses) {
            PortHolder holder;
            holder.pid = 40812;
            holder.name = QStringLiteral("tickgate");
            holder.user = QStringLiteral("asha");
            holder.sameUser = true;
            holder.startedAt = QDateTime(QDate(2026, 3, 2), QTime(4, 5), Qt::UTC);
            holder.address = address;
            verdict.holders.push_back(holder);
        }
        return verdict;
    };
    desk.verdicts.insert(8765, ours(8765, {QStringLiteral("127.0.0.1"), QStringLiteral("::1")}));
    desk.verdicts.insert(5555, ours(5555, {QStringLiteral("127.0.0.1")}));
}

} // namespace tickgate::test
