#pragma once

#include "app/CommandLine.h"
#include "app/ExitCode.h"
#include "app/PickedPorts.h"
#include "app/RunMarker.h"
#include "app/StartGate.h"
#include "core/config/ConfigLoader.h"
#include "core/config/PlatformFolders.h"
#include "core/logging/LogSetup.h"
#include "core/service/ProxyController.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace tickgate {

class ControlServer;
class ControllerVerbs;
class MainWindow;
class QuitSignals;
class SessionEnd;

/// The composition root of a serving process: log, controller, quit signals and, with a display, the window. Made on
/// the main thread after the QCoreApplication, destroyed before it.
class Application : public QObject
{
    Q_OBJECT

public:
    /// handover: what an older version served that has just ended for this one; it is served again.
    Application(CommandLine commandLine, PlatformFolders folders, std::optional<Handover> handover = {});
    ~Application() override;

    /// Serves until the end of the program; returns its exit code.
    [[nodiscard]] int run();
    /// After run(): the program is to be started anew in this one's place.
    [[nodiscard]] bool relaunchWanted() const { return m_relaunch; }
    /// After run(): see ProxyController.
    [[nodiscard]] bool leftThreads() const;

private:
    void connectController();
    void makeWindow(const ConfigSources &sources);
    void openControl();
    void watchOurselves();
    void quit(const QString &reason);
    void onStateChanged(ServiceState to);
    void onRelaunchNeeded(int failures);

    const CommandLine m_commandLine;
    const PlatformFolders m_folders;
    const std::optional<Handover> m_handover;
    const std::shared_ptr<PickedPorts> m_picked;
    RunMarker m_marker;
    const std::optional<UncleanEnd> m_previous; ///< read before the log is written to
    std::unique_ptr<LogSetup> m_log;
    std::unique_ptr<ProxyController> m_controller;
    std::unique_ptr<QuitSignals> m_signals;
    std::unique_ptr<SessionEnd> m_sessionEnd; ///< not in headless mode
    std::unique_ptr<MainWindow> m_window;     ///< not in headless mode
    std::unique_ptr<ControllerVerbs> m_verbs;
    std::unique_ptr<ControlServer> m_control;
    QTimer m_signOfLife;
    bool m_autostart = true;
    bool m_relaunch = false;
    ExitCode m_exitCode = ExitCode::Done;
};

} // namespace tickgate
