#pragma once

#include "core/service/Diagnosis.h"
#include "ui/PanelOptions.h"
#include "ui/page/PanelPages.h"
#include "ui/service/PanelPartners.h"
#include "ui/service/PanelPresenter.h"

#include <QMainWindow>

#include <memory>
#include <vector>

namespace tickgate {

class AttentionBar;
class ExitManners;
class HeaderBar;
class Notifier;
class PanelActions;
class PanelCommands;
class PanelDialogs;
class PanelStore;
class PortWatch;
class ProxyController;
class SetUpDialogs;
class SettingsWriter;
class Snoozer;
struct Attention;
class StatusLine;
class TrayIcon;

/// The control panel: assembly only. GUI thread; owned by the composition root, before the controller in lifetime.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(ProxyController &controller, const PanelOptions &options = {}, QWidget *parent = nullptr)
        : MainWindow(realPartners(controller, options), options, parent)
    {}
    MainWindow(PanelPartners partners, PanelOptions options, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Shows the window for the first time, or only the tray icon where there is a tray.
    void showAtStart(bool minimized);
    /// Brings the window to the front, for a second start of the program.
    void present();
    /// Tells something in the status line, for a moment.
    void say(const QString &text);
    /// The tray icon goes and closing no longer hides: the program ends.
    void prepareToQuit();
    void showPage(PanelPages::Page page);

    [[nodiscard]] PanelActions &actions() { return *m_actions; }
    [[nodiscard]] TrayIcon &tray() { return *m_tray; }

Q_SIGNALS:
    /// The user wants the program to end; the composition root stops the service and quits.
    void quitRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void moveEvent(QMoveEvent *event) override;

private:
    void build();
    void connectActions();
    void connectParts();

    void refresh();
    [[nodiscard]] std::vector<Attention> everyAttention() const;
    void putOff(const QString &attentionKey);
    void refreshPorts();
    void refreshSampling();
    void copyUrl();
    void followDiagnosis(DiagnosisAction action);
    void explain(const QString &attentionKey);

    PanelPartners m_with;
    PanelOptions m_options;
    std::unique_ptr<PanelStore> m_store;
    std::unique_ptr<SettingsWriter> m_settingsFile;
    std::unique_ptr<PanelPresenter> m_presenter;
    std::unique_ptr<PortWatch> m_ports;
    std::unique_ptr<PanelCommands> m_commands;
    std::unique_ptr<Snoozer> m_snoozer;
    std::unique_ptr<Notifier> m_notifier;
    std::unique_ptr<PanelDialogs> m_dialogs;
    std::unique_ptr<SetUpDialogs> m_setUp;
    std::unique_ptr<ExitManners> m_exit;
    PanelActions *m_actions;
    TrayIcon *m_tray;
    HeaderBar *m_header;
    AttentionBar *m_attention;
    PanelPages *m_pages;
    StatusLine *m_status;
    bool m_quitting = false;
};

} // namespace tickgate
