#include "Application.h"

#include "app/ControlServer.h"
#include "app/ControllerVerbs.h"
#include "app/CrashNote.h"
#include "app/OpenFiles.h"
#include "app/OtherInstance.h"
#include "app/QuitSignals.h"
#include "app/SessionEnd.h"
#include "app/SingleInstance.h"
#include "app/Verbs.h"
#include "core/config/ConfigLoader.h"
#include "core/server/ServiceError.h"
#include "core/service/ServiceState.h"
#include "tickgate/Version.h"
#include "ui/MainWindow.h"
#include "ui/service/Catalogues.h"
#include "ui/widget/OutlineStyle.h"

#include <QApplication>
#include <QLocale>

#include <spdlog/spdlog.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace tickgate {

namespace {

constexpr std::chrono::seconds kHeadlessBusyWait{2};
constexpr std::chrono::seconds kSignOfLifeEvery{60};
/// More than any number of clients in the settings needs; systems often start programs with 256 or 1024.
constexpr std::uint64_t kOpenFiles = 65'536;
/// What everything but the clients has open, with room.
constexpr std::uint64_t kOwnFiles = 64;
/// For the process before this one to be gone and its ports with it.
constexpr std::chrono::seconds kRelaunchBusyWait{10};

/// For ends that bypass the event loop, such as a library calling exit(): what std::atexit can still reach.
std::atomic<ProxyController *> lastResort = nullptr;

void closeAtExit()
{
    if (ProxyController *controller = lastResort.exchange(nullptr))
        controller->shutdownNow(QStringLiteral("exit"));
}

ServiceOptions optionsOf(const CommandLine &commandLine, const PlatformFolders &folders,
                         const std::optional<UncleanEnd> &previous)
{
    ServiceOptions options;
    options.configDir = folders.configDir;
    options.stateDir = folders.stateDir;
    options.demo = commandLine.demo;
    options.demoTicksPerSecond = commandLine.demoRate;
    options.demoSeed = commandLine.demoSeed;
    if (commandLine.headless)
        options.busyWait = kHeadlessBusyWait;
    if (previous && previous->relaunched) {
        options.busyWait = kRelaunchBusyWait;
        options.earlierFailures = previous->failures;
    }
    return options;
}

void allowOpenFiles(int maxClients)
{
    const std::uint64_t allowed = raiseOpenFiles(kOpenFiles);
    if (allowed != 0 && allowed < static_cast<std::uint64_t>(maxClients) + kOwnFiles)
        spdlog::warn("app: the system allows {} open files, too few for {} clients (TICKGATE_MAX_CLIENTS): lower that, "
                     "or raise the hard limit (ulimit -Hn)",
                     allowed, maxClients);
}

} // namespace

Application::Application(CommandLine commandLine, PlatformFolders folders, std::optional<Handover> handover)
    : m_commandLine(std::move(commandLine))
    , m_folders(std::move(folders))
    , m_handover(std::move(handover))
    , m_picked(std::make_shared<PickedPorts>())
    , m_marker(m_folders.stateDir)
    , m_previous(m_marker.previous())
{
    const ConfigSources sources = configSourcesOf(m_commandLine, m_folders);
    const LoadedConfig first = loadConfig(sources);
    LogOptions log;
    log.folder = m_folders.stateDir;
    log.stderrToo = m_commandLine.headless;
    log.level = first.config.logLevel;
    m_log = std::make_unique<LogSetup>(log);
    m_log->filter()->addSecret(first.config.apiKeyPepper);
    m_autostart = first.config.autostart;
    spdlog::info("app: Tickgate {} starts{}", kVersion, m_commandLine.demo ? " with the demo feed" : "");
    allowOpenFiles(first.config.maxClients);
    if (m_handover) {
        spdlog::info("app: {}", m_handover->sentence().toStdString());
        // Clients look where the older one served, also where its port was picked.
        m_picked->remember(m_handover->webSocketPort, m_handover->busPort);
    }

    ServiceOptions options = optionsOf(m_commandLine, m_folders, m_previous);
    options.config = m_picked->applied(first).config;
    m_controller = std::make_unique<ProxyController>(
        [sources, picked = m_picked] { return picked->applied(loadConfig(sources)); }, std::move(options));
    lastResort = m_controller.get();
    std::atexit(closeAtExit);
    m_signals = std::make_unique<QuitSignals>();
    connectController();
    if (!m_commandLine.headless)
        makeWindow(sources);
    openControl();
    watchOurselves();
}

Application::~Application()
{
    lastResort = nullptr;
}

void Application::makeWindow(const ConfigSources &sources)
{
    PanelOptions options;
    options.sources = sources;
    options.folders = m_folders;
    options.log = m_log->ring();
    options.instance = m_commandLine.instance;
    options.demo = m_commandLine.demo;
    options.askInstance = askByControlSocket(m_folders);
    if (m_previous)
        options.previousRun = m_previous->sentence();
    // The window hides in the tray; only quitting ends the program.
    QGuiApplication::setQuitOnLastWindowClosed(false);
    OutlineStyle::install(*qobject_cast<QApplication *>(QCoreApplication::instance()));
    installCatalogues(*QCoreApplication::instance(), QLocale());
    m_window = std::make_unique<MainWindow>(*m_controller, options);
    m_sessionEnd = std::make_unique<SessionEnd>(*m_controller, m_marker);
    connect(qGuiApp, &QGuiApplication::commitDataRequest, m_sessionEnd.get(), &SessionEnd::asked, Qt::DirectConnection);
    connect(m_sessionEnd.get(), &SessionEnd::relaunchNeeded, this, [this] {
        m_relaunch = true;
        QCoreApplication::exit(static_cast<int>(m_exitCode));
    });
    connect(m_window.get(), &MainWindow::quitRequested, this, [this] { quit(QStringLiteral("Quit")); });
}

void Application::openControl()
{
    ControllerVerbs::Hooks hooks;
    if (m_window) {
        hooks.raise = [this](const QString &activationToken, const QString &notice) {
            if (!activationToken.isEmpty())
                qputenv("XDG_ACTIVATION_TOKEN", activationToken.toUtf8());
            m_window->present();
            if (!notice.isEmpty())
                m_window->say(notice);
        };
    }
    hooks.quit = [this](const QString &reason) {
        spdlog::info("app: {}", reason.toStdString());
        quit(reason);
    };
    m_verbs = std::make_unique<ControllerVerbs>(
        *m_controller, ControllerVerbs::Facts{m_commandLine.instance, m_folders.configDir, m_commandLine.demo},
        std::move(hooks));
    m_control = std::make_unique<ControlServer>(*m_verbs);
    if (const QString problem = m_control->listen(controlSocketName(m_folders.stateDir)); !problem.isEmpty())
        spdlog::warn("control: {}", problem.toStdString());
}

/// Leaves the note by which the next launch tells how this run ended.
void Application::watchOurselves()
{
    if (m_previous) {
        spdlog::warn("app: {}", m_previous->sentence().toStdString());
        for (const QString &line : m_previous->logExcerpt)
            spdlog::info("app: before that: {}", line.toStdString());
    }
    m_marker.begin();
    installCrashNote(m_marker.crashFile());
    connect(m_controller.get(), &ProxyController::stateChanged, this, [this](ServiceState, ServiceState to) {
        m_marker.setServing(to == ServiceState::Starting || to == ServiceState::Running);
    });
    connect(&m_signOfLife, &QTimer::timeout, this, [this] { m_marker.touch(); });
    m_signOfLife.start(kSignOfLifeEvery);
}

void Application::connectController()
{
    connect(m_signals.get(), &QuitSignals::received, this, [this](const QString &name) {
        spdlog::info("app: {} received", name.toStdString());
        quit(name);
    });
    connect(m_controller.get(), &ProxyController::listening, this, [this](quint16 webSocketPort, quint16 busPort) {
        m_picked->remember(webSocketPort, busPort);
        std::printf("listening ws=%u bus=%u\n", static_cast<unsigned>(webSocketPort), static_cast<unsigned>(busPort));
        std::fflush(stdout);
    });
    connect(m_controller.get(), &ProxyController::stateChanged, this,
            [this](ServiceState, ServiceState to) { onStateChanged(to); });
    connect(m_controller.get(), &ProxyController::relaunchNeeded, this, &Application::onRelaunchNeeded);
    connect(m_controller.get(), &ProxyController::shutDown, this,
            [this] { QCoreApplication::exit(static_cast<int>(m_exitCode)); });
    // For ends of the event loop that nobody asked quit() for; after a shutdown there is nothing left to do.
    connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this,
            [this] { m_controller->shutdownNow(QStringLiteral("aboutToQuit")); });
}

void Application::onStateChanged(ServiceState to)
{
    const auto error = m_controller->error();
    if (to != ServiceState::Failed || !error)
        return;
    const bool busy = error->code == ServiceErrorCode::PortBusy || error->code == ServiceErrorCode::BusBusy;
    if (busy)
        m_picked->forget(); // somebody else has them now
    if (!m_commandLine.headless || m_controller->autoRestartIn())
        return;
    // Without a window nobody could press Start: the process says why and ends.
    std::fprintf(stderr, "tickgate: %s %s\n", error->text.toUtf8().constData(), error->hint.toUtf8().constData());
    if (busy) {
        const ProxyConfig &config = m_controller->config();
        const int port = error->code == ServiceErrorCode::BusBusy ? config.zmqPort : config.webSocketPort;
        // Not every holder may be ended, and leftovers have none.
        const bool releasable = error->verdict && error->verdict->action == PortAction::Release;
        std::fprintf(stderr, "tickgate: 'tickgate port %d' shows who holds it", port);
        if (releasable)
            std::fprintf(stderr, ", 'tickgate release %d' frees it", port);
        std::fputs(".\n", stderr);
    }
    m_exitCode = busy ? ExitCode::PortBusy : ExitCode::Failed;
    quit(QStringLiteral("start failed"));
}

void Application::onRelaunchNeeded(int failures)
{
    m_relaunch = true;
    const auto error = m_controller->error();
    m_marker.handOver(error ? error->text : QStringLiteral("The server does not answer."), failures);
    quit(QStringLiteral("restart of the program"));
}

void Application::quit(const QString &reason)
{
    if (m_window) {
        m_window->prepareToQuit();
        m_window->hide();
    }
    if (m_sessionEnd && m_sessionEnd->hasShutDown()) // the controller has nothing more to tell
        QCoreApplication::exit(static_cast<int>(m_exitCode));
    else
        m_controller->shutdown(reason);
}

bool Application::leftThreads() const
{
    return m_controller->leftThreads();
}

int Application::run()
{
    if (m_window)
        m_window->showAtStart(m_commandLine.minimized);
    if (m_window && m_handover)
        m_window->say(m_handover->sentence());
    // What was being served when the last run broke off, or made room for this one, is served again at once.
    const bool resume = (m_previous && m_previous->wasServing) || (m_handover && m_handover->wasServing);
    if (m_commandLine.headless || m_autostart || resume) {
        const QString refused = m_controller->start();
        if (!refused.isEmpty())
            spdlog::warn("app: {}", refused.toStdString());
    }
    const int exitCode = QCoreApplication::exec();
    if (!m_relaunch)
        m_marker.end();
    return exitCode;
}

} // namespace tickgate
