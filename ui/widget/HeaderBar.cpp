#include "HeaderBar.h"

#include "core/metrics/Format.h"
#include "ui/model/StageSummary.h"
#include "ui/widget/ActionButton.h"
#include "ui/widget/Icons.h"
#include "ui/widget/StageCard.h"
#include "ui/widget/StateBadge.h"
#include "ui/widget/Theme.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <array>

namespace tickgate {

HeaderBar::HeaderBar(const Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_badge(new StateBadge(this))
    , m_clock(new QLabel(this))
    , m_start(new ActionButton(*actions.start, this))
    , m_stop(new ActionButton(*actions.stop, this))
    , m_feed(new StageCard(this))
    , m_proxy(new StageCard(this))
    , m_clients(new StageCard(this))
    , m_arrows{new QLabel(this), new QLabel(this)}
{
    setObjectName(QStringLiteral("header"));
    m_badge->setObjectName(QStringLiteral("stateBadge"));
    m_clock->setObjectName(QStringLiteral("clock"));
    m_clock->setToolTip(tr("Indian Standard Time"));
    m_feed->setObjectName(QStringLiteral("feedCard"));
    m_proxy->setObjectName(QStringLiteral("proxyCard"));
    m_clients->setObjectName(QStringLiteral("clientsCard"));

    auto *top = new QHBoxLayout;
    top->addWidget(m_badge);
    top->addStretch();
    top->addWidget(m_clock);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_start);
    buttons->addWidget(m_stop);
    auto *restart = new ActionButton(*actions.restart, this);
    auto *release = new ActionButton(*actions.release, this);
    auto *why = new ActionButton(*actions.why, this);
    buttons->addWidget(restart);
    buttons->addWidget(release);
    buttons->addStretch();
    buttons->addWidget(why);

    auto *stages = new QHBoxLayout;
    stages->setSpacing(8);
    stages->addWidget(m_feed, 1);
    stages->addWidget(m_arrows[0]);
    stages->addWidget(m_proxy, 1);
    stages->addWidget(m_arrows[1]);
    stages->addWidget(m_clients, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addLayout(buttons);
    layout->addSpacing(2);
    layout->addLayout(stages);

    // The Tab key follows the eye: the buttons, then the cards below them.
    const std::array<QWidget *, 8> order{m_start, m_stop, restart, release, why, m_feed, m_proxy, m_clients};
    for (std::size_t i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);

    connect(m_feed, &QAbstractButton::clicked, this, &HeaderBar::feedClicked);
    connect(m_proxy, &QAbstractButton::clicked, this, &HeaderBar::proxyClicked);
    connect(m_clients, &QAbstractButton::clicked, this, &HeaderBar::clientsClicked);
    showArrows();
    setView({});
}

void HeaderBar::setView(const PanelView &view)
{
    const bool stale = view.stale();
    m_feed->setStage(feedStage(view), stale);
    m_proxy->setStage(proxyStage(view), stale);
    m_clients->setStage(clientsStage(view), stale);
    m_badge->setState(stateTone(view), stateWord(view.state),
                      view.running() && view.hasSample ? format::duration(view.snapshot.uptime + view.sampleAge)
                                                       : QString());

    // One place for the two, so that the same spot always turns the proxy on and off.
    const bool startShown = view.state == ServiceState::Stopped || view.state == ServiceState::Failed;
    ActionButton *leaving = startShown ? m_stop : m_start;
    ActionButton *coming = startShown ? m_start : m_stop;
    const bool focused = leaving->ownsFocus();
    coming->setVisible(true);
    if (focused && coming->isEnabled())
        coming->setFocus();
    leaving->setVisible(false);
}

void HeaderBar::setClock(const QString &indianTime)
{
    m_clock->setText(tr("IST %1").arg(indianTime));
}

void HeaderBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LayoutDirectionChange)
        showArrows();
}

void HeaderBar::showArrows()
{
    const Theme theme = Theme::of(palette());
    const int size = fontMetrics().height();
    QPixmap arrow = icons::tinted(QStringLiteral("arrow"), theme.muted).pixmap(QSize(size, size), devicePixelRatioF());
    if (layoutDirection() == Qt::RightToLeft)
        arrow = arrow.transformed(QTransform::fromScale(-1, 1));
    for (QLabel *label : m_arrows)
        label->setPixmap(arrow);
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, theme.muted);
    m_clock->setPalette(quiet);
}

} // namespace tickgate
