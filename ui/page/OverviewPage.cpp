#include "OverviewPage.h"

#include "core/metrics/Format.h"
#include "ui/page/IdleView.h"
#include "ui/service/PanelStore.h"
#include "ui/widget/MutedLabel.h"
#include "ui/widget/Theme.h"
#include "ui/widget/ThroughputChart.h"
#include "ui/widget/ToggleButton.h"

#include <QAction>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickgate {

namespace {
const QString kSpanKey = QStringLiteral("overview/span");
}

OverviewPage::OverviewPage(const SampleHistory &history, PanelStore &store, QAction &start, QWidget *parent)
    : QStackedWidget(parent)
    , m_chart(new ThroughputChart(history, this))
    , m_idle(new IdleView(start, this))
    , m_live(new QWidget(this))
{
    setObjectName(QStringLiteral("overviewPage"));
    auto *layout = new QVBoxLayout(m_live);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(10);
    auto *top = new QHBoxLayout;
    top->addWidget(makeFigures(), 1);
    top->addWidget(makeSpans(store), 0, Qt::AlignBottom);
    layout->addLayout(top);
    layout->addWidget(m_chart, 1);
    addWidget(m_live);
    addWidget(m_idle);
    connect(m_idle, &IdleView::portActionRequested, this, &OverviewPage::portActionRequested);
}

QWidget *OverviewPage::makeFigures()
{
    auto *box = new QWidget(m_live);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(28);
    const QStringList titles{tr("In"), tr("Out"), tr("Latency p99"), tr("Since start")};
    const QStringList names{QStringLiteral("inFigure"), QStringLiteral("outFigure"), QStringLiteral("latencyFigure"),
                            QStringLiteral("totalFigure")};
    for (int i = 0; i < FigureCount; ++i) {
        const auto at = static_cast<std::size_t>(i);
        auto *column = new QVBoxLayout;
        column->setSpacing(1);
        column->addWidget(new MutedLabel(titles[i], box));
        m_values[at] = new QLabel(box);
        m_values[at]->setObjectName(names[i]);
        QFont font = m_values[at]->font();
        font.setPointSizeF(font.pointSizeF() * 1.5);
        m_values[at]->setFont(font);
        column->addWidget(m_values[at]);
        m_details[at] = new MutedLabel({}, box);
        m_details[at]->setObjectName(names[i] + QStringLiteral("Detail"));
        column->addWidget(m_details[at]);
        layout->addLayout(column);
    }
    layout->addStretch();
    return box;
}

QWidget *OverviewPage::makeSpans(PanelStore &store)
{
    auto *box = new QWidget(m_live);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto *group = new QButtonGroup(box);
    const QStringList titles{tr("1 min"), tr("5 min"), tr("1 h"), tr("Session")};
    const QStringList names{QStringLiteral("spanMinute"), QStringLiteral("spanFiveMinutes"), QStringLiteral("spanHour"),
                            QStringLiteral("spanSession")};
    for (int i = 0; i < titles.size(); ++i) {
        auto *button = new ToggleButton(titles[i], box);
        button->setObjectName(names[i]);
        button->setAccessibleName(tr("Chart of %1").arg(titles[i]));
        button->setAutoDefault(false);
        group->addButton(button, i);
        layout->addWidget(button);
    }
    connect(group, &QButtonGroup::idClicked, this, [this, &store](int id) {
        m_chart->setSpan(static_cast<HistorySpan>(id));
        store.setNumber(kSpanKey, id);
    });
    setTabOrder(group->buttons().constLast(), m_chart); // they stand above it
    const int kept = std::clamp(store.number(kSpanKey, 0), 0, static_cast<int>(titles.size()) - 1);
    group->button(kept)->setChecked(true);
    m_chart->setSpan(static_cast<HistorySpan>(kept));
    return box;
}

void OverviewPage::setFigure(Figure figure, const QString &value, const QString &detail)
{
    const auto at = static_cast<std::size_t>(figure);
    m_values[at]->setText(value);
    m_details[at]->setText(detail);
}

void OverviewPage::setView(const PanelView &view, std::chrono::milliseconds now)
{
    m_idle->setView(view);
    const bool live = view.state == ServiceState::Running;
    setCurrentWidget(live ? m_live : static_cast<QWidget *>(m_idle));
    if (!live || !isVisible())
        return;
    // Greyed as far as it can still be read.
    QPalette colors = palette();
    if (!view.hasSample || view.stale())
        colors.setColor(QPalette::WindowText, Theme::of(colors).muted);
    for (QLabel *label : m_values)
        label->setPalette(colors);

    const BusSnapshot &bus = view.snapshot.bus;
    const HubSnapshot &hub = view.snapshot.hub;
    const QString none = QStringLiteral("-");
    setFigure(In, view.hasSample ? tr("%1/s").arg(format::rate(bus.messagesPerSecond)) : none,
              bus.everTicked     ? tr("last %1 ago").arg(format::age(bus.sinceLastTick))
              : bus.everReceived ? tr("no tick yet")
                                 : tr("nothing yet"));
    setFigure(Out, view.hasSample ? tr("%1/s").arg(format::rate(hub.deliveredPerSecond)) : none,
              hub.clients == 0 ? tr("no program connected")
                               : format::counted(hub.clients, tr("to 1 client"), tr("to %1 clients")));
    setFigure(Latency, hub.latency.samples > 0 ? format::latency(hub.latency.p99) : none,
              hub.latency.samples > 0
                  ? tr("p50 %1, max %2").arg(format::latency(hub.latency.p50), format::latency(hub.latency.max))
              : hub.delivered > 0 ? tr("nothing delivered just now")
                                  : tr("no tick delivered yet"));
    setFigure(Total, format::count(hub.delivered), tr("delivered, %1").arg(format::bytes(hub.deliveredBytes)));
    m_chart->refresh(now);
}

void OverviewPage::setVerdicts(const std::optional<PortVerdict> &webSocket, const std::optional<PortVerdict> &bus)
{
    m_idle->setVerdicts(webSocket, bus);
}

} // namespace tickgate
