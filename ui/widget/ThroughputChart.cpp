#include "ThroughputChart.h"

#include "core/metrics/Format.h"
#include "ui/widget/Theme.h"

#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QtCharts/QLegendMarker>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>

namespace tickgate {

namespace {

using std::chrono::milliseconds;

double secondsOf(milliseconds value)
{
    return static_cast<double>(value.count()) / 1000;
}

QString markText(HistoryMark::Kind kind)
{
    switch (kind) {
    case HistoryMark::Kind::Started:
        return ThroughputChart::tr("start");
    case HistoryMark::Kind::Stopped:
        return ThroughputChart::tr("stop");
    case HistoryMark::Kind::Failed:
        return ThroughputChart::tr("failed");
    case HistoryMark::Kind::Gap:
        break;
    }
    return ThroughputChart::tr("gap");
}

void fitAxis(QValueAxis &axis, double top, double least)
{
    const double step = niceStep(std::max(top, least) * 1.05, 4);
    const double ceiling = step * std::ceil(std::max(top, least) * 1.05 / step);
    if (!qFuzzyCompare(axis.max(), ceiling)) {
        axis.setRange(0, ceiling);
        axis.setTickCount(static_cast<int>(std::lround(ceiling / step)) + 1);
        axis.setLabelFormat(step < 1 ? QStringLiteral("%.1f") : QStringLiteral("%.0f"));
    }
}

} // namespace

ThroughputChart::ThroughputChart(const SampleHistory &history, QWidget *parent)
    : QChartView(parent)
    , m_history(history)
    , m_time(new QValueAxis(this))
    , m_rate(new QValueAxis(this))
    , m_latency(new QValueAxis(this))
{
    setObjectName(QStringLiteral("throughputChart"));
    setAccessibleName(tr("Throughput"));
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setRenderHint(QPainter::Antialiasing);
    setMinimumHeight(fontMetrics().height() * 9);

    chart()->setMargins(QMargins(4, 4, 4, 0));
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setBackgroundRoundness(0);
    chart()->legend()->setAlignment(Qt::AlignTop);
    chart()->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
    // The marks are painted over the whole plot: a partial update would leave pieces of where they were before.
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    chart()->addAxis(m_time, Qt::AlignBottom);
    chart()->addAxis(m_rate, Qt::AlignLeft);
    chart()->addAxis(m_latency, Qt::AlignRight);
    const QStringList names{tr("In (messages/s)"), tr("Out (messages/s)"), tr("Latency p99 (ms, right)")};
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        m_series[i] = new QLineSeries(this);
        m_series[i]->setName(names[static_cast<int>(i)]);
        chart()->addSeries(m_series[i]);
        m_series[i]->attachAxis(m_time);
        m_series[i]->attachAxis(i < 2 ? m_rate : m_latency);
    }
    m_latency->setGridLineVisible(false);
    m_time->setGridLineVisible(false);
    applyTheme();
    setSpan(HistorySpan::Minute);
}

void ThroughputChart::applyTheme()
{
    const Theme theme = Theme::of(palette());
    setBackgroundBrush(theme.base);
    chart()->setBackgroundBrush(theme.base);
    chart()->setPlotAreaBackgroundVisible(false);
    chart()->legend()->setLabelColor(theme.text);
    chart()->legend()->setFont(font());
    for (QValueAxis *axis : {m_time, m_rate, m_latency}) {
        axis->setLabelsColor(theme.muted);
        axis->setLabelsFont(font());
        axis->setLinePen(QPen(theme.grid, 1));
        axis->setGridLinePen(QPen(theme.grid, 1));
    }
    // Told apart by the kind of line as well as by colour.
    m_series[0]->setPen(QPen(theme.seriesIn, 2));
    m_series[1]->setPen(QPen(theme.seriesOut, 2, Qt::DashLine));
    m_series[2]->setPen(QPen(theme.seriesLatency, 1.4, Qt::DotLine));
}

void ThroughputChart::setSpan(HistorySpan span)
{
    m_span = span;
    m_drawnAt = milliseconds(-1);
    if (isVisible())
        rebuild();
}

void ThroughputChart::refresh(milliseconds now)
{
    m_now = now;
    const milliseconds step = std::max<milliseconds>(m_history.slot(m_span), milliseconds(1000));
    if (!isVisible() || (m_drawnAt.count() >= 0 && now - m_drawnAt < step))
        return;
    rebuild();
}

void ThroughputChart::rebuild()
{
    m_drawnAt = m_now;
    m_points = m_history.points(m_span);
    const milliseconds length = m_history.length(m_span, m_now);
    std::erase_if(m_points, [&](const ThroughputPoint &point) { return point.at < m_now - length; });

    // The axis counts backwards from now, in the unit that suits the span.
    const bool minutes = length > std::chrono::minutes(10);
    const double unit = minutes ? 60 : 1;
    QList<QPointF> in;
    QList<QPointF> out;
    QList<QPointF> latency;
    double top = 0;
    double worst = 0;
    for (const ThroughputPoint &point : m_points) {
        const double x = secondsOf(point.at - m_now) / unit;
        if (point.gap && !in.isEmpty()) {
            // A line cannot be broken, so it is led along the ground.
            const double from = in.last().x();
            for (QList<QPointF> *line : {&in, &out, &latency})
                *line << QPointF(from, 0) << QPointF(x, 0);
        }
        in << QPointF(x, point.value.in);
        out << QPointF(x, point.value.out);
        latency << QPointF(x, point.value.p99Ms);
        top = std::max({top, point.value.in, point.value.out});
        worst = std::max(worst, point.value.p99Ms);
    }
    m_time->setRange(-secondsOf(length) / unit, 0);
    m_time->setLabelFormat(minutes ? tr("%.0f min") : tr("%.0f s"));
    m_time->setTickCount(m_span == HistorySpan::Minute || m_span == HistorySpan::Hour ? 7 : 6);
    fitAxis(*m_rate, top, 10);
    fitAxis(*m_latency, worst, 1);
    m_series[0]->replace(in);
    m_series[1]->replace(out);
    m_series[2]->replace(latency);
    describe(m_points);
}

void ThroughputChart::describe(const std::vector<ThroughputPoint> &points)
{
    if (points.empty()) {
        setAccessibleDescription(tr("No samples yet"));
        return;
    }
    const ThroughputSample &newest = points.back().value;
    setAccessibleDescription(tr("In %1 messages a second, out %2, latency %3 ms")
                                 .arg(format::rate(newest.in), format::rate(newest.out))
                                 .arg(newest.p99Ms, 0, 'f', 1));
}

double ThroughputChart::xOf(milliseconds at, const QRectF &plot) const
{
    const double length = secondsOf(m_history.length(m_span, m_drawnAt));
    return plot.right() + secondsOf(at - m_drawnAt) / length * plot.width();
}

void ThroughputChart::drawForeground(QPainter *painter, const QRectF & /*rect*/)
{
    const QRectF plot = chart()->plotArea();
    if (m_drawnAt.count() < 0 || plot.width() < 10)
        return;
    painter->save();
    painter->setFont(font());
    drawMarks(*painter, plot);
    drawHover(*painter, plot);
    painter->restore();
}

void ThroughputChart::drawMarks(QPainter &painter, const QRectF &plot) const
{
    const Theme theme = Theme::of(palette());
    double free = plot.left();
    for (const HistoryMark &mark : m_history.marks(m_span, m_drawnAt)) {
        const double x = xOf(mark.at, plot);
        const bool bad = mark.kind == HistoryMark::Kind::Failed;
        painter.setPen(QPen(bad ? theme.bad : theme.muted, 1, Qt::DashDotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const QString text = markText(mark.kind);
        const double wide = fontMetrics().horizontalAdvance(text) + 6;
        const double left = std::min(x + 3, plot.right() - wide);
        if (left < free)
            continue;
        free = left + wide;
        painter.drawText(QPointF(left, plot.top() + fontMetrics().ascent()), text);
    }
}

void ThroughputChart::drawHover(QPainter &painter, const QRectF &plot) const
{
    if (!m_hoverX || m_points.empty() || *m_hoverX < plot.left() || *m_hoverX > plot.right())
        return;
    const auto nearest = std::min_element(m_points.begin(), m_points.end(), [&](const auto &a, const auto &b) {
        return std::abs(xOf(a.at, plot) - *m_hoverX) < std::abs(xOf(b.at, plot) - *m_hoverX);
    });
    const Theme theme = Theme::of(palette());
    const double x = std::clamp(xOf(nearest->at, plot), plot.left(), plot.right());
    painter.setPen(QPen(theme.muted, 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));

    const QString text = tr("%1 ago\nin %2/s\nout %3/s\np99 %4 ms")
                             .arg(format::age(m_drawnAt - nearest->at), format::rate(nearest->value.in),
                                  format::rate(nearest->value.out))
                             .arg(nearest->value.p99Ms, 0, 'f', 1);
    QRectF box = QRectF(fontMetrics().boundingRect(QRect(0, 0, 400, 400), Qt::AlignLeft, text)).adjusted(0, 0, 16, 12);
    box.moveTopLeft(QPointF(x + 10, plot.top() + 8));
    if (box.right() > plot.right())
        box.moveRight(x - 10);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.card);
    painter.drawRoundedRect(box, 5, 5);
    painter.setPen(theme.text);
    painter.drawText(box.adjusted(8, 6, -8, -6), Qt::AlignLeft, text);
}

void ThroughputChart::mouseMoveEvent(QMouseEvent *event)
{
    QChartView::mouseMoveEvent(event);
    m_hoverX = event->position().x();
    scene()->update();
}

void ThroughputChart::leaveEvent(QEvent *event)
{
    QChartView::leaveEvent(event);
    m_hoverX.reset();
    scene()->update();
}

void ThroughputChart::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (m_latency && event->type() == QEvent::PaletteChange)
        applyTheme();
}

void ThroughputChart::showEvent(QShowEvent *event)
{
    QChartView::showEvent(event);
    rebuild();
}

} // namespace tickgate
