#pragma once

#include "core/config/ProxyConfig.h"
#include "core/ports/BackgroundJobs.h"
#include "ui/PanelOptions.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace tickgate {

class FirstRunDialog;
class HoursDialog;
class PanelPresenter;
class PanelStore;
class PortDesk;
class Prompter;
class SettingsDialog;
class SettingsWriter;

/// Opens the dialogs that change how Tickgate is set up, each once: reads what they show, writes what they change. GUI
/// thread; owned by the window.
class SetUpDialogs : public QObject
{
    Q_OBJECT

public:
    struct Partners
    {
        QWidget &window;
        PortDesk &desk;
        Prompter &prompter;
        PanelStore &store;
        SettingsWriter &settings;
        PanelPresenter &presenter;
        const PanelOptions &options;
    };

    explicit SetUpDialogs(const Partners &partners, QObject *parent = nullptr);

    void openSettings();
    void openFirstRun();
    /// The editor of exchange hours and holidays.
    void openHours();
    /// Opens the first-run page when the panel was never here before.
    void welcome();

Q_SIGNALS:
    void said(const QString &text);
    void startRequested();
    void restartRequested();
    /// Settings were saved that take effect with a restart; the user is asked whether now.
    void restartDue();
    /// The service runs, or is about to, with what was set.
    void firstRunFinished();

private:
    void loadSettings();
    void saveSettings();
    void saveHours();
    void setLoginItem(bool enabled, bool minimized);
    void inspectFolder(const QString &folder);
    /// What stands in the way of the two ports that are typed there, for the first-run page.
    void lookAtPorts(const ProxyConfig &config);
    /// Warns in the settings of a folder that would give nothing.
    void checkFolder(const QString &folder);
    void finishFirstRun();
    void openDemo();

    Partners m_with;
    BackgroundJobs m_jobs;
    QPointer<SettingsDialog> m_settings;
    QPointer<FirstRunDialog> m_firstRun;
    QPointer<HoursDialog> m_hours;
    LoadedConfig m_loaded; ///< what the first-run page began with
};

} // namespace tickgate
