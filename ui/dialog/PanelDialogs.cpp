#include "PanelDialogs.h"

#include "core/service/DiagnosticsBundle.h"
#include "core/service/StatusJson.h"
#include "tickgate/Version.h"
#include "ui/dialog/ReleaseDialog.h"
#include "ui/dialog/WhyDialog.h"
#include "ui/service/PanelPresenter.h"
#include "ui/service/PortDesk.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QWidget>

namespace tickgate {

PanelDialogs::PanelDialogs(const Partners &partners, QObject *parent)
    : QObject(parent)
    , m_with(partners)
{}

bool PanelDialogs::needsEverything() const
{
    return m_why && m_why->isVisible();
}

void PanelDialogs::refresh()
{
    if (m_testWhenRunning && m_with.presenter.view().running() && m_with.presenter.view().hasSample) {
        m_testWhenRunning = false;
        openWhy();
        sendTestTick();
    }
    if (!m_why || !m_why->isVisible())
        return;
    const PanelView &view = m_with.presenter.view();
    DiagnosisInput input;
    input.state = view.state;
    input.error = view.error;
    input.snapshot = view.snapshot;
    input.hours = m_with.presenter.hours();
    input.now = QDateTime::currentDateTimeUtc();
    input.staleAfter = view.config.staleTickWarn;
    input.loop = m_loop;
    input.drifted = view.drifted;
    m_why->setDiagnosis(diagnose(input));
}

void PanelDialogs::openWhy()
{
    if (!m_why) {
        m_why = new WhyDialog(&m_with.window);
        connect(m_why, &WhyDialog::actionRequested, this, &PanelDialogs::actionRequested);
        connect(m_why, &QDialog::finished, this, &PanelDialogs::needsChanged);
        connect(m_why, &WhyDialog::testTickRequested, this, &PanelDialogs::sendTestTick);
    }
    m_loop = {};
    m_why->show();
    m_why->raise();
    m_why->activateWindow();
    Q_EMIT needsChanged();
    refresh();
}

void PanelDialogs::sendTestTick()
{
    m_with.service.sendTestTick(m_why, [this](const LoopTickResult &result) {
        m_loop = result;
        refresh();
    });
}

void PanelDialogs::testWhenRunning()
{
    m_testWhenRunning = true;
}

void PanelDialogs::openAbout()
{
    Prompt prompt;
    prompt.title = tr("About Tickgate");
    prompt.text = tr("Tickgate %1").arg(QLatin1String(kVersion));
    prompt.detail =
        tr("The local market-data gate for algorithmic traders.\n\nFree software under the GNU General Public "
           "License, version 3 or later. It comes with no warranty.\n\nQt %1")
            .arg(QLatin1String(qVersion()));
    prompt.answers = {{tr("Close"), false}};
    m_with.prompter.ask(&m_with.window, prompt, [](int) {});
}

void PanelDialogs::openRelease(quint16 port)
{
    if (m_release) {
        m_release->raise();
        m_release->activateWindow();
        return;
    }
    const PanelView &view = m_with.presenter.view();
    const HubSnapshot &hub = view.snapshot.hub;
    const auto live = [&](int configured, quint16 running) {
        return running > 0 && view.running() ? running : static_cast<quint16>(std::clamp(configured, 0, 65535));
    };
    const quint16 webSocket =
        live(view.config.webSocketPort, hub.listeners.empty() ? quint16(0) : hub.listeners.front().port);
    const quint16 bus = live(view.config.zmqPort, view.snapshot.bus.port);
    m_release = new ReleaseDialog(
        {{tr("%1 (WebSocket)").arg(webSocket), view.config.webSocketHost, webSocket},
         {tr("%1 (ZeroMQ bus)").arg(bus), view.config.zmqHost, bus}},
        port, [this](const QString &host, quint16 wanted) { return m_with.desk.release(host, wanted); },
        &m_with.window);
    m_release->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_release, &ReleaseDialog::startRequested, this, &PanelDialogs::startRequested);
    m_release->open();
}

/// As `tickgate status --json` would say it now.
QString PanelDialogs::statusText() const
{
    const PanelView &view = m_with.presenter.view();
    StatusFacts facts;
    facts.state = view.state;
    facts.error = view.error;
    facts.lastStop = view.lastStop;
    facts.config = view.config;
    facts.snapshot = view.snapshot;
    facts.sampleAge = view.sampleAge;
    facts.instance = m_with.options.instance;
    facts.demo = m_with.options.demo;
    facts.pid = QCoreApplication::applicationPid();
    return QString::fromUtf8(QJsonDocument(statusJson(facts)).toJson());
}

void PanelDialogs::saveBundle()
{
    m_with.prompter.askFile(
        &m_with.window, tr("Save diagnostics"), QStringLiteral("tickgate-diagnostics.zip"),
        [this](const QString &path) {
            if (path.isEmpty())
                return;
            Q_EMIT said(tr("Gathering diagnostics."));
            m_jobs.run(
                [path, sources = m_with.options.sources, folders = m_with.options.folders, status = statusText()] {
                    BundleRequest request;
                    request.loaded = loadConfig(sources);
                    request.configDir = folders.configDir;
                    request.stateDir = folders.stateDir;
                    request.status = status;
                    return writeBundle(path, request);
                },
                this,
                [this, path](const QString &error) {
                    Q_EMIT said(error.isEmpty() ? tr("Diagnostics saved to %1").arg(path) : error);
                });
        });
}

} // namespace tickgate
