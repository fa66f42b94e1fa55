#include "StatusLine.h"

#include "core/config/OpenAlgoFolder.h"
#include "core/metrics/Format.h"
#include "ui/widget/ElidedLabel.h"
#include "ui/widget/MutedLabel.h"

#include "tickgate/Version.h"

namespace tickgate {

namespace {
constexpr int kSayMs = 10'000;
}

StatusLine::StatusLine(QWidget *parent)
    : QStatusBar(parent)
    , m_state(new ElidedLabel(this))
    , m_sample(new QLabel(this))
    , m_restarts(new MutedLabel({}, this))
    , m_pending(new MutedLabel(tr("new settings wait for a restart"), this))
    , m_keys(new MutedLabel({}, this))
    , m_openAlgo(new MutedLabel({}, this))
{
    setObjectName(QStringLiteral("statusLine"));
    m_state->setObjectName(QStringLiteral("statusState"));
    m_sample->setObjectName(QStringLiteral("statusSample"));
    m_restarts->setObjectName(QStringLiteral("statusRestarts"));
    m_pending->setObjectName(QStringLiteral("statusPending"));
    m_pending->setTone(Tone::Warning);
    m_keys->setObjectName(QStringLiteral("statusKeys"));
    m_openAlgo->setObjectName(QStringLiteral("statusOpenAlgo"));
    m_state->setContentsMargins(8, 0, 6, 0);
    addWidget(m_state, 1);
    auto *version = new MutedLabel(QStringLiteral("v") + QLatin1String(kVersion), this);
    version->setObjectName(QStringLiteral("statusVersion"));
    for (QLabel *label :
         {m_sample, static_cast<QLabel *>(m_pending), m_restarts, m_keys, m_openAlgo, static_cast<QLabel *>(version)}) {
        label->setContentsMargins(6, 0, 6, 0);
        addPermanentWidget(label);
    }
    m_pending->hide();
}

void StatusLine::say(const QString &text)
{
    showMessage(text, kSayMs);
}

void StatusLine::setRestartPending(bool pending)
{
    m_pending->setVisible(pending);
}

void StatusLine::setView(const PanelView &view)
{
    switch (view.state) {
    case ServiceState::Running:
        m_state->setText(view.stale() ? tr("Waiting for the proxy") : tr("Ready"));
        break;
    case ServiceState::Starting:
        m_state->setText(tr("Starting"));
        break;
    case ServiceState::Stopping:
        m_state->setText(tr("Stopping"));
        break;
    case ServiceState::Failed:
        m_state->setText(view.error ? view.error->text : tr("Failed"));
        break;
    case ServiceState::Stopped:
        m_state->setText(tr("Stopped"));
        break;
    }
    m_sample->setVisible(view.running() && view.hasSample);
    if (view.running() && view.hasSample)
        m_sample->setText(view.stale() ? tr("sample %1 old, not current").arg(format::age(view.sampleAge))
                                       : tr("sample %1 old").arg(format::age(view.sampleAge)));
    m_restarts->setVisible(view.snapshot.restartsToday > 0);
    m_restarts->setText(tr("restarts today %1").arg(view.snapshot.restartsToday));
    m_keys->setVisible(!view.snapshot.authSource.isEmpty());
    m_keys->setText(tr("keys: %1").arg(view.snapshot.authSource));
    checkOpenAlgo(view.config);
}

void StatusLine::checkOpenAlgo(const ProxyConfig &config)
{
    if (m_checked && m_checkedHome == config.openAlgoHome)
        return;
    m_checked = true;
    m_checkedHome = config.openAlgoHome;
    if (config.openAlgoHome.isEmpty()) {
        m_openAlgo->setText(tr("OpenAlgo: not set"));
        m_openAlgo->setToolTip(tr("No OpenAlgo folder is set; see Settings."));
        return;
    }
    m_openAlgo->setText(tr("OpenAlgo: ..."));
    m_jobs.run([config] { return openAlgoObstacle(config); }, this,
               [this](const QString &obstacle) {
                   m_openAlgo->setText(obstacle.isEmpty() ? tr("OpenAlgo: found") : tr("OpenAlgo: not usable"));
                   m_openAlgo->setToolTip(obstacle);
               });
}

} // namespace tickgate
