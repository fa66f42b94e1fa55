#include "LoopProbe.h"

#include "core/protocol/TestTick.h"
#include "core/server/TickTap.h"
#include "core/service/ProxyController.h"

#include <QCoreApplication>

#include <zmq.hpp>

#include <condition_variable>
#include <mutex>
#include <string>

namespace tickgate {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kAttachWithin = 1500ms;
constexpr auto kArriveWithin = 2000ms;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(LoopProbe)
};

/// Where the hub's thread leaves the moment of arrival for the pool thread that waits.
struct Arrival
{
    std::mutex mutex;
    std::condition_variable come;
    std::optional<Clock::time_point> at;

    void note()
    {
        const std::scoped_lock lock(mutex);
        if (!at)
            at = Clock::now();
        come.notify_all();
    }
};

LoopTickResult failed(const QString &problem)
{
    return {true, std::nullopt, problem};
}

LoopTickResult impossible(const QString &problem)
{
    return {false, std::nullopt, problem};
}

/// On a pool thread: publishes once the bus has subscribed, then waits for the arrival.
LoopTickResult sendNow(const std::string &endpoint, Arrival &arrival)
{
    zmq::context_t context(1);
    zmq::socket_t publisher(context, zmq::socket_type::xpub);
    publisher.set(zmq::sockopt::linger, 0);
    publisher.set(zmq::sockopt::ipv6, endpoint.find('[') != std::string::npos);
    publisher.set(zmq::sockopt::rcvtimeo, static_cast<int>(kAttachWithin.count()));
    publisher.connect(endpoint);
    // Until the bus's subscription has come, whatever is published is lost.
    zmq::message_t subscription;
    if (!publisher.recv(subscription))
        return failed(Words::tr("the bus did not take a publisher."));

    const auto sent = Clock::now();
    publisher.send(zmq::buffer(test_tick::kTopic), zmq::send_flags::sndmore);
    publisher.send(zmq::str_buffer("{\"ltp\":0}"));

    std::unique_lock lock(arrival.mutex);
    if (!arrival.come.wait_for(lock, kArriveWithin, [&] { return arrival.at.has_value(); }))
        return failed(Words::tr("it was not seen within 2 s."));
    return {true, std::chrono::duration_cast<std::chrono::microseconds>(*arrival.at - sent), {}};
}

} // namespace

LoopProbe::LoopProbe(ProxyController &controller, QObject *parent)
    : QObject(parent)
    , m_controller(controller)
{}

void LoopProbe::send(QObject *context, Done done)
{
    m_controller.requestSnapshot(
        SnapshotDetail::Totals, this,
        [this, context = QPointer<QObject>(context), done = std::move(done)](const ServiceSnapshot &now) {
            if (!context)
                return;
            if (!now.bus.bound) {
                done(impossible(now.bus.connected
                                    ? Words::tr("the publisher owns the bus, so nobody else can publish on it.")
                                    : Words::tr("the bus is not bound.")));
                return;
            }
            const auto tap =
                std::make_shared<TickTap>(std::string(test_tick::kExchange), std::string(test_tick::kSymbol));
            const auto arrival = std::make_shared<Arrival>();
            tap->setWake([arrival] { arrival->note(); });
            m_controller.tapTicks(tap);
            m_jobs.run(
                [tap, arrival, endpoint = now.bus.endpoint.toStdString()] {
                    try {
                        return sendNow(endpoint, *arrival);
                    } catch (const zmq::error_t &error) {
                        return failed(QString::fromLocal8Bit(error.what()));
                    }
                },
                context, done);
        });
}

} // namespace tickgate
