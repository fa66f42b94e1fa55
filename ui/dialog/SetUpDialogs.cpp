#include "SetUpDialogs.h"

#include "core/auth/OpenAlgoInspection.h"
#include "core/config/LoginItem.h"
#include "core/metrics/Format.h"
#include "ui/dialog/FirstRunDialog.h"
#include "ui/dialog/HoursDialog.h"
#include "ui/dialog/SettingsDialog.h"
#include "ui/service/PanelPresenter.h"
#include "ui/service/PanelStore.h"
#include "ui/service/PortDesk.h"
#include "ui/service/Prompter.h"
#include "ui/service/SettingsWriter.h"

#include <QFileInfo>
#include <QProcess>
#include <QSystemTrayIcon>

namespace tickgate {

namespace {

const QString kWelcomedKey = QStringLiteral("panel/welcomed");

/// Whether it was open already.
bool broughtToFront(QDialog *dialog)
{
    if (dialog == nullptr)
        return false;
    dialog->raise();
    dialog->activateWindow();
    return true;
}

} // namespace

SetUpDialogs::SetUpDialogs(const Partners &partners, QObject *parent)
    : QObject(parent)
    , m_with(partners)
{}

void SetUpDialogs::welcome()
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

void SetUpDialogs::openFirstRun()
{
    if (broughtToFront(m_firstRun))
        return;
    m_firstRun = new FirstRunDialog(m_with.prompter, &m_with.window);
    m_firstRun->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_firstRun, &FirstRunDialog::folderChanged, this, &SetUpDialogs::inspectFolder);
    connect(m_firstRun, &FirstRunDialog::portsChanged, this, [this] { lookAtPorts(m_loaded.config); });
    connect(m_firstRun, &FirstRunDialog::finishRequested, this, &SetUpDialogs::finishFirstRun);
    connect(m_firstRun, &FirstRunDialog::demoRequested, this, &SetUpDialogs::openDemo);
    m_firstRun->open();
    m_jobs.run([sources = m_with.options.sources] { return loadConfig(sources); }, m_firstRun,
               [this](const LoadedConfig &loaded) {
                   m_loaded = loaded;
                   m_firstRun->setLoaded(loaded, m_with.settings.file());
                   inspectFolder(loaded.config.openAlgoHome);
                   lookAtPorts(loaded.config);
               });
}

void SetUpDialogs::lookAtPorts(const ProxyConfig &config)
{
    const auto about = [this](bool bus, int port) {
        return [this, bus, port](const PortVerdict &verdict) { m_firstRun->setPortText(bus, port, verdict.text); };
    };
    const std::optional<int> webSocket = m_firstRun->port(false);
    const std::optional<int> bus = m_firstRun->port(true);
    if (webSocket == 0)
        m_firstRun->setPortText(false, 0, tr("The WebSocket server picks a free port at every start."));
    else if (webSocket)
        m_with.desk.inspect(config.webSocketHost, static_cast<quint16>(*webSocket), m_firstRun,
                            about(false, *webSocket));
    if (bus == 0)
        m_firstRun->setPortText(true, 0, tr("The bus picks a free port at every start."));
    else if (bus)
        m_with.desk.inspectBus(config.zmqHost, static_cast<quint16>(*bus), config.busTopology, m_firstRun,
                               [tell = about(true, *bus)](const BusVerdict &verdict) { tell(verdict.port); });
}

void SetUpDialogs::inspectFolder(const QString &folder)
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

void SetUpDialogs::finishFirstRun()
{
    if (m_firstRun->wantsLoginItem())
        setLoginItem(true, true);
    const auto start = [this] {
        const bool running = m_with.presenter.view().running();
        m_firstRun->accept();
        Q_EMIT firstRunFinished();
        if (running)
            Q_EMIT restartRequested();
        else
            Q_EMIT startRequested();
    };
    const SettingsWriter::Changes changes = m_firstRun->changes();
    if (changes.isEmpty() && m_with.presenter.view().running()) {
        m_firstRun->accept();
        Q_EMIT firstRunFinished();
        return;
    }
    m_with.settings.write(changes, m_firstRun, [this, start](const QString &error) {
        if (error.isEmpty())
            start();
        else
            m_firstRun->setError(error);
    });
}

void SetUpDialogs::openDemo()
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

void SetUpDialogs::openSettings()
{
    if (broughtToFront(m_settings))
        return;
    m_settings = new SettingsDialog(m_with.store, m_with.prompter, &m_with.window);
    m_settings->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_settings, &SettingsDialog::saveRequested, this, &SetUpDialogs::saveSettings);
    connect(m_settings, &SettingsDialog::loginItemRequested, this, &SetUpDialogs::setLoginItem);
    connect(m_settings, &SettingsDialog::hoursRequested, this, &SetUpDialogs::openHours);
    connect(m_settings, &SettingsDialog::folderChanged, this, &SetUpDialogs::checkFolder);
    m_settings->setTrayAvailable(QSystemTrayIcon::isSystemTrayAvailable());
    m_settings->open();
    loadSettings();
}

void SetUpDialogs::loadSettings()
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

void SetUpDialogs::checkFolder(const QString &folder)
{
    if (folder.isEmpty())
        return;
    ConfigSources sources = m_with.options.sources;
    sources.commandLine.insert(QStringLiteral("OPENALGO_HOME"), folder); // as if it were set already
    m_jobs.run(
        [sources] {
            using Code = OpenAlgoProblem::Code;
            const OpenAlgoInspection inspection = inspectOpenAlgo(loadConfig(sources));
            for (const OpenAlgoProblem &problem : inspection.problems) {
                if (problem.code == Code::FolderMissing || problem.code == Code::NotOpenAlgo ||
                    problem.code == Code::EnvMissing)
                    return problem.text + QLatin1Char(' ') + problem.remedy;
            }
            return QString();
        },
        m_settings, [this, folder](const QString &warning) { m_settings->setFolderWarning(folder, warning); });
}

void SetUpDialogs::saveSettings()
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
        Q_EMIT restartDue();
        Prompt prompt;
        prompt.title = tr("Settings");
        prompt.text = tr("The new settings take effect when the proxy restarts.");
        const int clients = m_with.presenter.view().snapshot.hub.clients;
        prompt.detail =
            clients == 0
                ? tr("No program is connected at the moment.")
                : format::counted(clients,
                                  tr("1 program is disconnected for a moment; most connect again by themselves."),
                                  tr("%1 programs are disconnected for a moment; most connect again by themselves."));
        prompt.answers = {{tr("Later"), false}, {tr("Restart now"), false}};
        m_with.prompter.ask(&m_with.window, prompt, [this](int answer) {
            if (answer == 1)
                Q_EMIT restartRequested();
        });
    });
}

void SetUpDialogs::openHours()
{
    if (broughtToFront(m_hours))
        return;
    const bool fromSettings = m_settings && m_settings->isVisible();
    m_hours = new HoursDialog(fromSettings ? static_cast<QWidget *>(m_settings) : &m_with.window);
    m_hours->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_hours, &HoursDialog::saveRequested, this, &SetUpDialogs::saveHours);
    m_hours->open();
    m_jobs.run([folder = m_with.options.folders.configDir] { return ExchangeHoursFiles::read(folder); }, m_hours,
               [this](const ExchangeHoursFiles &files) { m_hours->setFiles(files); });
}

void SetUpDialogs::saveHours()
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

void SetUpDialogs::setLoginItem(bool enabled, bool minimized)
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

} // namespace tickgate
