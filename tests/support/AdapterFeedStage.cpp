#include "tests/support/AdapterFeedStage.h"

#include "tests/support/TestSupport.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <optional>

namespace tickgate::test {

using namespace std::chrono_literals;

ListeningBus::ListeningBus()
{
    m_socket.set(zmq::sockopt::linger, 0);
    m_socket.set(zmq::sockopt::subscribe, "");
    m_socket.bind("tcp://127.0.0.1:*");
}

quint16 ListeningBus::port() const
{
    const std::string endpoint = m_socket.get(zmq::sockopt::last_endpoint);
    return QString::fromStdString(endpoint).section(QLatin1Char(':'), -1).toUShort();
}

bool ListeningBus::ticked(const std::string &topic)
{
    zmq::message_t head;
    while (m_socket.recv(head, zmq::recv_flags::dontwait)) {
        zmq::message_t body;
        static_cast<void>(m_socket.recv(body));
        m_ticks[head.to_string()] = body.to_string();
    }
    return m_ticks.count(topic) > 0;
}

QByteArray ListeningBus::last(const std::string &topic) const
{
    const auto found = m_ticks.find(topic);
    return found == m_ticks.end() ? QByteArray() : QByteArray::fromStdString(found->second);
}

void ListeningBus::forget()
{
    static_cast<void>(ticked({}));
    m_ticks.clear();
}

AdapterFeedStage::AdapterFeedStage() = default;

bool AdapterFeedStage::set()
{
    clear();
    tree = std::make_unique<OpenAlgoTree>();
    bus = std::make_unique<ListeningBus>();
    hostTimes = {};
    hostTimes.firstPause = 50ms;
    times = {};
    times.lookEvery = 20ms;
    times.answerWithin = 30s;
    return tree->make() && tree->addUser(anna, QStringLiteral("key-of-anna"), zerodha) &&
           tree->addUser(bob, QStringLiteral("key-of-bob"), angel);
}

void AdapterFeedStage::clear()
{
    feed.reset();
}

void AdapterFeedStage::makeFeed(const QString &python)
{
    AdapterHostSetup setup;
    setup.python = python;
    setup.script = std::make_shared<AdapterHostScript>(sourcePath(QStringLiteral("resources/adapter_host.py")));
    setup.folder = tree->folder();
    feed = std::make_unique<AdapterFeed>(setup, QStringLiteral("http://127.0.0.1:5000"), hostTimes, times);
    feed->begin(QStringLiteral("0.0.0.0"), bus->port());
}

FeedResult AdapterFeedStage::acquire(const FeedRequest &request)
{
    auto result = std::make_shared<std::optional<FeedResult>>();
    feed->acquire(request, [result](const FeedResult &given) { *result = given; });
    if (!waitFor([&] { return result->has_value(); }, 40'000))
        return {false, 0, QStringLiteral("never answered")};
    return **result;
}

void AdapterFeedStage::scenario(const QJsonObject &settings)
{
    const QString path = tree->folder() + QStringLiteral("/scenario.json");
    QFile file(path + QStringLiteral(".new"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QJsonObject other = settings;
    for (const char *only : {"connect_delay", "token", "connect_error", "lost"})
        other.remove(QLatin1String(only));
    file.write(QJsonDocument(QJsonObject{{zerodha, settings}, {angel, other}}).toJson());
    file.close();
    QFile::remove(path);
    QVERIFY(file.rename(path));
}

int AdapterFeedStage::calls(const char *text) const
{
    QFile file(tree->folder() + QStringLiteral("/calls.log"));
    int count = 0;
    if (file.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> lines = file.readAll().split('\n');
        for (const QByteArray &line : lines)
            count += line.contains(QByteArray(" ") + text) || line.startsWith(text) ? 1 : 0;
    }
    return count;
}

int AdapterFeedStage::symbolsOf(const QString &user) const
{
    for (const AdapterSnapshot &adapter : snapshot().adapters) {
        if (adapter.user == user)
            return adapter.symbols;
    }
    return -1;
}

FeedSnapshot AdapterFeedStage::snapshot() const
{
    return feed->snapshot([](const std::string &, const std::string &) { return std::nullopt; });
}

FeedRequest AdapterFeedStage::annas(const std::string &symbol, Mode mode, int depth) const
{
    return {anna, zerodha, "NSE", symbol, mode, depth};
}

FeedRequest AdapterFeedStage::bobs(const std::string &symbol) const
{
    return {bob, angel, "NSE", symbol, Mode::Quote, 5};
}

} // namespace tickgate::test
