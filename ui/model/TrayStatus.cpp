#include "TrayStatus.h"

#include "core/metrics/Format.h"
#include "ui/model/Attention.h"
#include "ui/model/StageSummary.h"

#include <QCoreApplication>

namespace tickgate {

namespace {

// Windows cuts tooltips of 127 characters and more.
constexpr qsizetype kLongestTooltip = 126;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(TrayStatus)
};

QString detail(const PanelView &view)
{
    const auto all = attentions(view);
    if (!all.empty())
        return all.front().text;
    if (view.state == ServiceState::Failed)
        return view.error ? view.error->text : QString();
    if (!view.running() || !view.hasSample)
        return {};
    return Words::tr("in %1/s, out %2/s, %3")
        .arg(format::rate(view.snapshot.bus.messagesPerSecond), format::rate(view.snapshot.hub.deliveredPerSecond),
             format::counted(view.snapshot.hub.clients, Words::tr("1 client"), Words::tr("%1 clients")));
}

QString stateSentence(const PanelView &view)
{
    switch (view.state) {
    case ServiceState::Stopped:
        return Words::tr("Stopped");
    case ServiceState::Starting:
        return Words::tr("Starting");
    case ServiceState::Stopping:
        return Words::tr("Stopping");
    case ServiceState::Failed:
        return Words::tr("Failed");
    case ServiceState::Running:
        break;
    }
    return view.hasSample ? Words::tr("Running %1").arg(format::duration(view.snapshot.uptime)) : Words::tr("Running");
}

} // namespace

TrayStatus trayStatus(const PanelView &view)
{
    TrayStatus status;
    status.tone = stateTone(view);
    status.line = stateSentence(view);
    if (view.running() && view.hasSample)
        status.line += QStringLiteral(", ") +
                       format::counted(view.snapshot.hub.clients, Words::tr("1 client"), Words::tr("%1 clients"));
    status.tooltip = QStringLiteral("Tickgate: ") + stateSentence(view);
    const QString second = detail(view);
    if (!second.isEmpty())
        status.tooltip += QLatin1Char('\n') + second;
    if (status.tooltip.size() > kLongestTooltip)
        status.tooltip = status.tooltip.left(kLongestTooltip - 1) + QChar(0x2026);
    return status;
}

} // namespace tickgate
