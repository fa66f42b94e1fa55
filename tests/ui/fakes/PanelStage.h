#pragma once

#include "fakes/FakePanel.h"
#include "ui/MainWindow.h"
#include "ui/tray/TrayIcon.h"

namespace tickgate::test {

/// Every page, with a name for pictures of it.
struct NamedPage
{
    PanelPages::Page page;
    const char *name;
};
inline constexpr NamedPage kPages[] = {{PanelPages::Overview, "overview"},
                                       {PanelPages::Clients, "clients"},
                                       {PanelPages::Symbols, "symbols"},
                                       {PanelPages::Ports, "ports"},
                                       {PanelPages::Log, "log"}};

/// A window on the screen with its fakes, in any state; without a tray until a test says there is one.
struct PanelStage
{
    explicit PanelStage(const QString &folder = {}, const QString &previousRun = {})
    {
        FakePanel panel = makeFakePanel();
        service = panel.service;
        desk = panel.desk;
        prompter = panel.prompter;
        PanelOptions options;
        options.log = log;
        options.previousRun = previousRun;
        options.folders.configDir = folder;
        options.folders.stateDir = folder;
        options.sources.configDir = folder;
        window = std::make_unique<MainWindow>(std::move(panel.partners), options);
        window->tray().assumeAvailable(false);
        window->show();
    }
    ~PanelStage() { window->prepareToQuit(); }

    void run()
    {
        service->setState(ServiceState::Starting);
        service->setState(ServiceState::Running);
        service->setSnapshot(sessionSnapshot());
    }
    void fail()
    {
        desk->verdicts.insert(8765, busyVerdict());
        service->setState(ServiceState::Starting);
        service->setState(ServiceState::Failed, ServiceError{ServiceErrorCode::PortBusy, QStringLiteral("Busy."),
                                                             QStringLiteral("Free it."), busyVerdict()});
    }
    template <typename Widget>
    [[nodiscard]] Widget *find(const char *name) const
    {
        return window->findChild<Widget *>(QLatin1String(name));
    }

    std::shared_ptr<LogRing> log = std::make_shared<LogRing>();
    FakeService *service = nullptr;
    FakeDesk *desk = nullptr;
    FakePrompter *prompter = nullptr;
    std::unique_ptr<MainWindow> window;
};

} // namespace tickgate::test
