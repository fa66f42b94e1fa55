#pragma once

#include "core/metrics/SampleHistory.h"

#include <QtCharts/QChartView>

#include <array>
#include <chrono>
#include <optional>

class QLineSeries;
class QValueAxis;

namespace tickgate {

/// Messages in and out and the latency over time, painted from a SampleHistory. Draws anew only when there is something
/// new: nothing while hidden. GUI thread; owned by the overview page.
class ThroughputChart : public QChartView
{
    Q_OBJECT

public:
    explicit ThroughputChart(const SampleHistory &history, QWidget *parent = nullptr);

    void setSpan(HistorySpan span);
    [[nodiscard]] HistorySpan span() const { return m_span; }
    /// `now` on the history's clock.
    void refresh(std::chrono::milliseconds now);

protected:
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void applyTheme();
    void rebuild();
    void describe(const std::vector<ThroughputPoint> &points);
    void drawMarks(QPainter &painter, const QRectF &plot) const;
    void drawHover(QPainter &painter, const QRectF &plot) const;
    [[nodiscard]] double xOf(std::chrono::milliseconds at, const QRectF &plot) const;

    const SampleHistory &m_history;
    HistorySpan m_span = HistorySpan::Minute;
    std::chrono::milliseconds m_now{0};
    std::chrono::milliseconds m_drawnAt{-1};
    std::array<QLineSeries *, 3> m_series{};
    QValueAxis *m_time;
    QValueAxis *m_rate;
    QValueAxis *m_latency;
    std::vector<ThroughputPoint> m_points;
    std::optional<double> m_hoverX;
};

} // namespace tickgate
