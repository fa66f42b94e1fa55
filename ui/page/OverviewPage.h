#pragma once

#include "core/metrics/SampleHistory.h"
#include "core/ports/PortVerdict.h"
#include "ui/model/PanelView.h"

#include <QHash>
#include <QStackedWidget>

#include <array>

class QAction;
class QButtonGroup;
class QLabel;

namespace tickgate {

class IdleView;
class PanelStore;
class ThroughputChart;

/// What flows, as a chart and in numbers; while nothing runs, why and what to do instead. GUI thread; owned by the
/// window.
class OverviewPage : public QStackedWidget
{
    Q_OBJECT

public:
    OverviewPage(const SampleHistory &history, PanelStore &store, QAction &start, QWidget *parent = nullptr);

    /// `now` on the history's clock.
    void setView(const PanelView &view, std::chrono::milliseconds now);
    void setVerdicts(const std::optional<PortVerdict> &webSocket, const std::optional<PortVerdict> &bus);
    [[nodiscard]] IdleView &idleView() { return *m_idle; }

Q_SIGNALS:
    void portActionRequested(tickgate::PortAction action, const tickgate::PortVerdict &verdict);

private:
    enum Figure
    {
        In,
        Out,
        Latency,
        Total,
        FigureCount
    };

    [[nodiscard]] QWidget *makeFigures();
    [[nodiscard]] QWidget *makeSpans(PanelStore &store);
    void setFigure(Figure figure, const QString &value, const QString &detail);

    ThroughputChart *m_chart;
    IdleView *m_idle;
    QWidget *m_live;
    std::array<QLabel *, FigureCount> m_values{};
    std::array<QLabel *, FigureCount> m_details{};
};

} // namespace tickgate
