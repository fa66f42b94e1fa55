#include "IdleView.h"

#include "core/metrics/Format.h"
#include "ui/model/PortModel.h"
#include "ui/widget/ActionButton.h"
#include "ui/widget/Glyph.h"
#include "ui/widget/MutedLabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickgate {

namespace {

constexpr int kTextWidth = 78; // characters

QLabel *wrapped(QLabel *label)
{
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignHCenter);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFixedWidth(label->fontMetrics().averageCharWidth() * kTextWidth);
    return label;
}

/// A wrapped label in the middle of a layout is not asked how high it must be; so it says so itself.
void setWrapped(QLabel &label, const QString &text)
{
    if (label.text() != text) // else what is selected in it stays so
        label.setText(text);
    label.setMinimumHeight(0); // which QLabel takes into account
    label.setFixedHeight(text.isEmpty() ? 0 : label.heightForWidth(label.minimumWidth()));
}

QString lastStopText(const std::optional<StopReport> &report)
{
    if (!report)
        return {};
    QString text = IdleView::tr("Stopped by %1 in %2")
                       .arg(report->reason, format::age(std::chrono::milliseconds(report->durationMs)));
    if (report->leftPolitely + report->cut > 0)
        text += IdleView::tr(", %1 left politely, %2 cut off")
                    .arg(format::counted(report->leftPolitely, IdleView::tr("1 client"), IdleView::tr("%1 clients")))
                    .arg(report->cut);
    text += report->portsFree()
                ? IdleView::tr(", ports free.")
                : IdleView::tr(", but %1 was still held afterwards.").arg(report->heldPorts.join(QLatin1String(", ")));
    return text;
}

} // namespace

IdleView::IdleView(QAction &start, QWidget *parent)
    : QWidget(parent)
    , m_glyph(new Glyph(Tone::Stopped, 2.4, this))
    , m_title(new QLabel(this))
    , m_text(wrapped(new QLabel(this)))
    , m_ports(wrapped(new MutedLabel({}, this)))
    , m_last(wrapped(new MutedLabel({}, this)))
    , m_start(new ActionButton(start, this))
    , m_remedy(new QPushButton(this))
    , m_wait(new QPushButton(portActionText(PortAction::WaitAndRetry), this))
    , m_next(new QPushButton(portActionText(PortAction::UseNextPort), this))
    , m_giveUp(new QPushButton(tr("Stop waiting"), this))
{
    setObjectName(QStringLiteral("idleView"));
    m_title->setObjectName(QStringLiteral("idleTitle"));
    m_text->setObjectName(QStringLiteral("idleText"));
    m_ports->setObjectName(QStringLiteral("idlePorts"));
    m_last->setObjectName(QStringLiteral("idleLastRun"));
    m_start->setObjectName(QStringLiteral("largeStartButton"));
    m_remedy->setObjectName(QStringLiteral("remedyButton"));
    m_wait->setObjectName(QStringLiteral("waitButton"));
    m_next->setObjectName(QStringLiteral("nextPortButton"));
    m_giveUp->setObjectName(QStringLiteral("stopWaitingButton"));
    for (QPushButton *other : {m_wait, m_next, m_giveUp})
        other->setAccessibleName(other->text());
    m_next->setToolTip(tr("The programs that connect must then be told the new port"));
    QFont font = m_title->font();
    font.setPointSizeF(font.pointSizeF() * 1.6);
    font.setBold(true);
    m_title->setFont(font);
    for (QPushButton *button : {static_cast<QPushButton *>(m_start), m_remedy}) {
        QFont large = button->font();
        large.setPointSizeF(large.pointSizeF() * 1.2);
        button->setFont(large);
        button->setMinimumSize(QFontMetrics(large).averageCharWidth() * 22, QFontMetrics(large).height() * 5 / 2);
    }

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    layout->addStretch(2);
    for (QWidget *widget : {static_cast<QWidget *>(m_glyph), static_cast<QWidget *>(m_title)})
        layout->addWidget(widget, 0, Qt::AlignHCenter);
    layout->addWidget(m_text, 0, Qt::AlignHCenter);
    layout->addSpacing(6);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_remedy);
    buttons->addWidget(m_start);
    buttons->addStretch();
    layout->addLayout(buttons);
    auto *others = new QHBoxLayout;
    others->addStretch();
    others->addWidget(m_wait);
    others->addWidget(m_next);
    others->addWidget(m_giveUp);
    others->addStretch();
    layout->addLayout(others);
    layout->addSpacing(6);
    layout->addWidget(m_ports, 0, Qt::AlignHCenter);
    layout->addWidget(m_last, 0, Qt::AlignHCenter);
    layout->addStretch(3);

    connect(m_remedy, &QPushButton::clicked, this, [this] { Q_EMIT portActionRequested(m_action, m_actionVerdict); });
    connect(m_wait, &QPushButton::clicked, this,
            [this] { Q_EMIT portActionRequested(PortAction::WaitAndRetry, m_actionVerdict); });
    connect(m_next, &QPushButton::clicked, this,
            [this] { Q_EMIT portActionRequested(PortAction::UseNextPort, m_actionVerdict); });
    connect(m_giveUp, &QPushButton::clicked, this, &IdleView::waitGivenUp);
    refresh();
}

void IdleView::setView(const PanelView &view)
{
    const bool same = m_view.state == view.state && m_view.error == view.error && m_view.lastStop == view.lastStop &&
                      m_view.untilAutoRestart == view.untilAutoRestart;
    m_view = view;
    if (!same)
        refresh();
}

void IdleView::setVerdicts(const std::optional<PortVerdict> &webSocket, const std::optional<PortVerdict> &bus)
{
    m_webSocket = webSocket;
    m_bus = bus;
    refresh();
}

void IdleView::setPreviousRun(const QString &text)
{
    m_previousRun = text;
    refresh();
}

void IdleView::setProgress(const QString &text)
{
    m_progress = text;
    refresh();
}

void IdleView::setWaiting(bool waiting)
{
    m_waiting = waiting;
    refresh();
}

const PortVerdict *IdleView::obstacle() const
{
    for (const auto *verdict : {&m_webSocket, &m_bus}) {
        if (*verdict && (*verdict)->kind != PortVerdictKind::Free && (*verdict)->kind != PortVerdictKind::Ours &&
            (*verdict)->action != PortAction::Start && (*verdict)->action != PortAction::None)
            return &**verdict;
    }
    return nullptr;
}

void IdleView::offer(PortAction action, const PortVerdict &verdict)
{
    m_action = action;
    m_actionVerdict = verdict;
    const QString text = portActionText(action);
    m_remedy->setText(text);
    m_remedy->setAccessibleName(text.isEmpty() ? tr("Remedy") : text);
    const bool done = m_waiting && action == PortAction::WaitAndRetry;
    m_remedy->setVisible(!text.isEmpty() && action != PortAction::Start && !done);
}

void IdleView::refresh()
{
    offer(PortAction::None, {});
    m_wait->setVisible(false);
    m_next->setVisible(false);
    m_giveUp->setVisible(m_waiting);
    m_start->setVisible(true);
    QString text;
    switch (m_view.state) {
    case ServiceState::Starting:
    case ServiceState::Stopping:
        m_glyph->setTone(Tone::Busy);
        m_title->setText(m_view.state == ServiceState::Starting ? tr("Starting") : tr("Stopping"));
        text = m_view.state == ServiceState::Starting ? tr("Opening the ports.") : tr("Saying goodbye to the clients.");
        setWrapped(*m_ports, {}); // taken or given back just now
        m_start->setVisible(false);
        break;
    case ServiceState::Failed:
        text = refreshFailed();
        break;
    default:
        text = refreshStopped();
        break;
    }
    setWrapped(*m_text, m_progress.isEmpty() ? text : m_progress);
    m_text->setVisible(!m_text->text().isEmpty());
    m_ports->setVisible(!m_ports->text().isEmpty());
    m_last->setVisible(!m_last->text().isEmpty() && m_view.state != ServiceState::Starting);
}

QString IdleView::refreshStopped()
{
    m_glyph->setTone(Tone::Stopped);
    m_title->setText(tr("The proxy is stopped"));
    QStringList ports;
    for (const auto *verdict : {&m_webSocket, &m_bus}) {
        if (*verdict)
            ports += (*verdict)->text;
    }
    setWrapped(*m_ports, ports.join(QLatin1Char('\n')));
    const PortVerdict *inTheWay = obstacle();
    if (inTheWay)
        offer(inTheWay->action, *inTheWay);
    setWrapped(*m_last, m_view.lastStop ? lastStopText(m_view.lastStop) : m_previousRun);
    return inTheWay ? inTheWay->remedy : QString();
}

QString IdleView::refreshFailed()
{
    m_glyph->setTone(Tone::Failed);
    const ServiceError error = m_view.error.value_or(ServiceError{});
    m_title->setText(tr("The proxy is not running"));
    QStringList lines{error.text, error.hint};
    if (m_view.untilAutoRestart)
        lines += tr("It starts again by itself in %1.")
                     .arg(format::duration(*m_view.untilAutoRestart + std::chrono::milliseconds(999)));
    lines.removeAll(QString());
    setWrapped(*m_ports, {});
    setWrapped(*m_last, m_view.lastStop ? QString() : m_previousRun);

    // One button that does it: the verdict's own remedy, or another start.
    const bool configuration =
        error.code == ServiceErrorCode::BadConfiguration || error.code == ServiceErrorCode::BadAddress;
    if (error.verdict)
        offer(error.verdict->action, *error.verdict);
    else if (configuration)
        offer(PortAction::EditSettings, {});
    m_start->setVisible(m_remedy->isHidden());

    const bool busy = error.verdict && error.verdict->blocksStart && m_progress.isEmpty();
    m_wait->setVisible(busy && m_action != PortAction::WaitAndRetry && error.code != ServiceErrorCode::BadAddress);
    // Publishers find the bus by its number only, so that one stays.
    m_next->setVisible(busy && m_action != PortAction::UseNextPort && error.code == ServiceErrorCode::PortBusy);
    return lines.join(QLatin1Char('\n'));
}

} // namespace tickgate
