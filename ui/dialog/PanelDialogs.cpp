#include "PanelDialogs.h"

#include "core/auth/OpenAlgoInspection.h"
#include "core/config/LoginItem.h"
#include "core/service/DiagnosticsBundle.h"
#include "core/service/StatusJson.h"
#include "tickgate/Version.h"
#include "ui/dialog/FirstRunDialog.h"
#include "ui/dialog/HoursDialog.h"
#include "ui/dialog/ReleaseDialog.h"
#include "ui/dialog/SettingsDialog.h"
#include "ui/dialog/WhyDialog.h"
#include "ui/service/PanelPresenter.h"
#include "ui/service/PanelStore.h"
#include "ui/service/PortDesk.h"
#include "ui/service/SettingsWriter.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>
#include <QWidget>

namespace tickgate {

namespace {
const QString kWelcomedKey = QStringLiteral("panel/welcomed");
}

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

void PanelDialogs::openSettings()
{
    if (m_settings) {
        m_settings->raise();
        m_settings->activateWindow();
        return;
    }
    m_settings = new SettingsDialog(m_with.store, m_with.prompter, &m_with.window);
    m_settings->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_settings, &SettingsDialog::saveRequested, this, &PanelDialogs::saveSettings);
    connect(m_settings, &SettingsDialog::loginItemRequested, this, &PanelDialogs::setLoginItem);
    connect(m_settings, &SettingsDialog::hoursRequested, this, &PanelDialogs::openHours);
    m_settings->open();
    loadSettings();
}

void PanelDialogs::loadSettings()
{
    const ConfigSources sources = m_with.options.sources;
    const QString instance = m_with.options.instance;
    struct Looked
    {
        LoadedConfig loaded;
        QString openAlgo; ///< found where none is set
        bool loginItem = false;
    };
    m_jobs.run(
        [sources, instance] {
            Looked looked{loadConfig(sources), {}, LoginItem{LoginItem::runningProgram(), {}, instance}.isEnabled()};
            if (looked.loaded.config.openAlgoHome.isEmpty())
                looked.openAlgo = findOpenAlgo();
            return looked;
        },
        m_settings,
        [this](const Looked &looked) {
            m_settings->setLoaded(looked.loaded, m_with.settings.file());
            m_settings->suggestOpenAlgo(looked.openAlgo);
            m_settings->setLoginItem(looked.loginItem);
        });
}

void PanelDialogs::saveSettings()
{
    const SettingsWriter::Changes changes = m_settings->changes();
    const bool restart = m_settings->restartNeeded() && m_with.presenter.view().running();
    if (changes.isEmpty()) {
        m_settings->accept();
        return;
    }
    m_with.settings.write(changes, m_settings, [this, restart](const QString &error) {
        if (!error.isEmpty()) {
            m_settings->setError(error);
            return;
        }
        m_settings->accept();
        Q_EMIT said(tr("Settings saved."));
        if (!restart)
            return;
        Prompt prompt;
        prompt.title = tr("Settings");
        prompt.text = tr("The new settings take effect when the proxy restarts.");
        prompt.detail = tr("Connected programs are disconnected for a moment; most connect again by themselves.");
        prompt.answers = {{tr("Later"), false}, {tr("Restart now"), false}};
        m_with.prompter.ask(&m_with.window, prompt, [this](int answer) {
            if (answer == 1)
                Q_EMIT restartRequested();
        });
    });
}

void PanelDialogs::openHours()
{
    if (m_hours) {
        m_hours->raise();
        m_hours->activateWindow();
        return;
    }
    const bool fromSettings = m_settings && m_settings->isVisible();
    m_hours = new HoursDialog(fromSettings ? static_cast<QWidget *>(m_settings) : &m_with.window);
    m_hours->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_hours, &HoursDialog::saveRequested, this, &PanelDialogs::saveHours);
    m_hours->open();
    m_jobs.run([folder = m_with.options.folders.configDir] { return ExchangeHoursFiles::read(folder); }, m_hours,
               [this](const ExchangeHoursFiles &files) { m_hours->setFiles(files); });
}

void PanelDialogs::saveHours()
{
    const QString folder = m_with.options.folders.configDir;
    m_jobs.run([folder, files = m_hours->files()] { return files.write(folder); }, m_hours,
               [this, folder](const QString &error) {
                   if (!error.isEmpty()) {
                       m_hours->setError(error);
                       return;
                   }
                   m_hours->accept();
                   m_with.presenter.loadHours(folder);
                   Q_EMIT said(tr("Exchange hours saved."));
               });
}

void PanelDialogs::setLoginItem(bool enabled, bool minimized)
{
    LoginItem item{LoginItem::runningProgram(), {}, m_with.options.instance};
    if (minimized)
        item.arguments += QStringLiteral("--minimized");
    if (!item.instance.isEmpty())
        item.arguments += {QStringLiteral("--instance"), item.instance};
    m_jobs.run([item, enabled] { return enabled ? item.enable() : item.disable(); }, this,
               [this](const QString &error) {
                   if (!error.isEmpty())
                       Q_EMIT said(error);
               });
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

void PanelDialogs::welcome()
{
    // The demo needs no set-up, and whoever has a settings file has been here in some way.
    if (m_with.options.demo || m_with.store.flag(kWelcomedKey, false) || m_with.settings.file().isEmpty())
        return;
    m_jobs.run([file = m_with.settings.file()] { return QFileInfo::exists(file); }, this,
               [this](bool exists) {
                   m_with.store.setFlag(kWelcomedKey, true);
                   if (!exists && m_with.window.isVisible())
                       openFirstRun();
               });
}

void PanelDialogs::openFirstRun()
{
    if (m_firstRun) {
        m_firstRun->raise();
        m_firstRun->activateWindow();
        return;
    }
    m_firstRun = new FirstRunDialog(m_with.prompter, &m_with.window);
    m_firstRun->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_firstRun, &FirstRunDialog::folderChanged, this, &PanelDialogs::inspectFolder);
    connect(m_firstRun, &FirstRunDialog::finishRequested, this, &PanelDialogs::finishFirstRun);
    connect(m_firstRun, &FirstRunDialog::demoRequested, this, &PanelDialogs::openDemo);
    m_firstRun->open();
    m_jobs.run([sources = m_with.options.sources] { return loadConfig(sources); }, m_firstRun,
               [this](const LoadedConfig &loaded) {
                   m_loaded = loaded;
                   m_firstRun->setLoaded(loaded, m_with.settings.file());
                   inspectFolder(loaded.config.openAlgoHome);
                   const ProxyConfig &config = loaded.config;
                   m_with.desk.inspect(config.webSocketHost, static_cast<quint16>(config.webSocketPort), m_firstRun,
                                       [this](const PortVerdict &verdict) { m_firstRun->addVerdict(false, verdict); });
                   m_with.desk.inspectBus(
                       config.zmqHost, static_cast<quint16>(config.zmqPort), config.busTopology, m_firstRun,
                       [this](const BusVerdict &verdict) { m_firstRun->addVerdict(true, verdict.port); });
               });
}

void PanelDialogs::inspectFolder(const QString &folder)
{
    LoadedConfig loaded = m_loaded;
    m_jobs.run(
        [loaded, folder]() mutable {
            loaded.config.openAlgoHome = folder.isEmpty() ? findOpenAlgo() : folder;
            if (loaded.config.openAlgoHome.isEmpty())
                return OpenAlgoInspection{};
            return inspectOpenAlgo(loaded);
        },
        m_firstRun, [this](const OpenAlgoInspection &inspection) { m_firstRun->setInspection(inspection); });
}

void PanelDialogs::finishFirstRun()
{
    if (m_firstRun->wantsLoginItem())
        setLoginItem(true, true);
    const auto start = [this] {
        const bool running = m_with.presenter.view().running();
        m_firstRun->accept();
        m_testWhenRunning = true;
        if (running)
            Q_EMIT restartRequested();
        else
            Q_EMIT startRequested();
    };
    const SettingsWriter::Changes changes = m_firstRun->changes();
    if (changes.isEmpty() && m_with.presenter.view().running()) {
        m_firstRun->accept();
        m_testWhenRunning = true;
        return;
    }
    m_with.settings.write(changes, m_firstRun, [this, start](const QString &error) {
        if (error.isEmpty())
            start();
        else
            m_firstRun->setError(error);
    });
}

void PanelDialogs::openDemo()
{
    // A process of its own beside this one: nothing here is touched.
    m_jobs.run(
        [] {
            return QProcess::startDetached(LoginItem::runningProgram(),
                                           {QStringLiteral("--demo"), QStringLiteral("--instance"),
                                            QStringLiteral("demo"), QStringLiteral("--ws-port"), QStringLiteral("0"),
                                            QStringLiteral("--zmq-port"), QStringLiteral("0")});
        },
        this,
        [this](bool started) {
            if (!started)
                Q_EMIT said(tr("The demo could not be started."));
        });
}

} // namespace tickgate
