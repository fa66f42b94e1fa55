#pragma once

#include "core/feed/AdapterFeed.h"
#include "tests/support/OpenAlgoTree.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <zmq.hpp>

#include <map>
#include <memory>
#include <string>

namespace tickgate::test {

/// The other end of the bus: binds, and remembers the last tick of every topic.
class ListeningBus
{
public:
    ListeningBus();

    [[nodiscard]] quint16 port() const;
    /// Whether a tick of this topic has come since the last forget().
    [[nodiscard]] bool ticked(const std::string &topic);
    [[nodiscard]] QByteArray last(const std::string &topic) const;
    void forget();

private:
    zmq::context_t m_context;
    zmq::socket_t m_socket{m_context, zmq::socket_type::sub};
    std::map<std::string, std::string> m_ticks;
};

/// An AdapterFeed in front of a miniature OpenAlgo with two users: anna at zerodha, bob at angel. The patience of feed
/// and host is short where a test waits for its end, and may be changed before makeFeed().
class AdapterFeedStage
{
public:
    AdapterFeedStage();

    /// A fresh folder and bus; false when the folder could not be made.
    [[nodiscard]] bool set();
    void clear();

    void makeFeed(const QString &python = pythonForTests());
    /// Waits for the answer.
    [[nodiscard]] FeedResult acquire(const FeedRequest &request);
    /// How the miniature adapters behave from now on; what concerns connecting is for zerodha only.
    void scenario(const QJsonObject &settings);
    /// How many calls into the miniature adapters contain this text.
    [[nodiscard]] int calls(const char *text) const;
    [[nodiscard]] int symbolsOf(const QString &user) const;
    /// As if no symbol had ever ticked.
    [[nodiscard]] FeedSnapshot snapshot() const;

    [[nodiscard]] FeedRequest annas(const std::string &symbol, Mode mode = Mode::Quote, int depth = 5) const;
    [[nodiscard]] FeedRequest bobs(const std::string &symbol) const;

    const QString anna = QStringLiteral("anna");
    const QString bob = QStringLiteral("bob");
    const QString zerodha = QStringLiteral("zerodha");
    const QString angel = QStringLiteral("angel");

    AdapterHostTimes hostTimes;
    AdapterFeedTimes times;
    std::unique_ptr<OpenAlgoTree> tree;
    std::unique_ptr<ListeningBus> bus;
    std::unique_ptr<AdapterFeed> feed;
};

} // namespace tickgate::test
