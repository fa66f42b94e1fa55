#include "PortInspector.h"

#include "core/ports/PortPolicy.h"

#include <chrono>
#include <map>
#include <mutex>
#include <utility>

namespace tickgate {

namespace {

constexpr std::chrono::seconds kPeerKnownFor{20};

/// askBusPeer() with a memory: whoever looks every few seconds must not knock at a stranger's door every time.
class RememberedPeers
{
public:
    BusPeerKind operator()(const QString &host, quint16 port)
    {
        const auto now = std::chrono::steady_clock::now();
        const std::pair key(host, port);
        {
            const std::lock_guard lock(m_mutex);
            const auto known = m_known.find(key);
            if (known != m_known.end() && now - known->second.at < kPeerKnownFor)
                return known->second.kind;
        }
        const BusPeerKind kind = askBusPeer(host, port);
        const std::lock_guard lock(m_mutex);
        m_known[key] = {kind, now};
        return kind;
    }

private:
    struct Known
    {
        BusPeerKind kind = BusPeerKind::Nobody;
        std::chrono::steady_clock::time_point at;
    };

    std::mutex m_mutex;
    std::map<std::pair<QString, quint16>, Known> m_known;
};

} // namespace

PortVerdict inspectPort(const QString &host, quint16 port, const ProbeOptions &options)
{
    return inspectPort(SystemProcessTable(), host, port, options);
}

PortVerdict inspectPort(const ProcessTable &table, const QString &host, quint16 port, const ProbeOptions &options)
{
    return judgePort(probePort(table, host, port, options));
}

PortInspector::PortInspector(QObject *parent)
    : PortInspector(std::make_shared<SystemProcessTable>(), parent)
{}

PortInspector::PortInspector(std::shared_ptr<const ProcessTable> table, QObject *parent)
    : QObject(parent)
    , m_table(std::move(table))
    , m_askBusPeer([peers = std::make_shared<RememberedPeers>()](const QString &host, quint16 port) {
        return (*peers)(host, port);
    })
{}

void PortInspector::inspect(const QString &host, quint16 port, const ProbeOptions &options, QObject *context,
                            Deliver deliver)
{
    m_jobs.run([table = m_table, host, port, options] { return inspectPort(*table, host, port, options); }, context,
               std::move(deliver));
}

void PortInspector::inspectBus(const QString &host, quint16 port, const ProbeOptions &options, QObject *context,
                               DeliverBus deliver)
{
    m_jobs.run([table = m_table, ask = m_askBusPeer, host, port,
                options] { return tickgate::inspectBus(*table, host, port, options, ask); },
               context, std::move(deliver));
}

} // namespace tickgate
