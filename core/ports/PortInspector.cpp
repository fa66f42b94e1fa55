#include "PortInspector.h"

#include "core/ports/PortPolicy.h"

#include <utility>

namespace tickgate {

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
{}

void PortInspector::inspect(const QString &host, quint16 port, const ProbeOptions &options, QObject *context,
                            Deliver deliver)
{
    m_jobs.run([table = m_table, host, port, options] { return inspectPort(*table, host, port, options); }, context,
               std::move(deliver));
}

} // namespace tickgate
