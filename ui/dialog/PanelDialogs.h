#pragma once

#include "core/ports/BackgroundJobs.h"
#include "core/service/Diagnosis.h"
#include "ui/PanelOptions.h"
#include "ui/service/Prompter.h"

#include <QObject>
#include <QPointer>

class QDialog;

namespace tickgate {

class FirstRunDialog;
class HoursDialog;
class PanelPresenter;
class PanelService;
class ReleaseDialog;
class SettingsDialog;
class PanelStore;
class PortDesk;
class SettingsWriter;
class WhyDialog;

/// Opens the window's dialogs, each once, and feeds those that follow the service. GUI thread; owned by the window.
class PanelDialogs : public QObject
{
    Q_OBJECT

public:
    struct Partners
    {
        QWidget &window;
        PanelService &service;
        PortDesk &desk;
        Prompter &prompter;
        PanelStore &store;
        SettingsWriter &settings;
        PanelPresenter &presenter;
        const PanelOptions &options;
    };

    PanelDialogs(const Partners &partners, QObject *parent = nullptr);

    void openWhy();
    void openAbout();
    /// Asks where to and writes the diagnostics bundle.
    void saveBundle();
    void openRelease(quint16 port);
    void openSettings();
    void openFirstRun();
    /// The editor of exchange hours and holidays.
    void openHours();
    /// Opens the first-run page when the panel was never here before.
    void welcome();
    /// To be called at each refresh.
    void refresh();
    /// A dialog that is open needs clients and symbols in the samples.
    [[nodiscard]] bool needsEverything() const;

Q_SIGNALS:
    void actionRequested(tickgate::DiagnosisAction action);
    void said(const QString &text);
    void startRequested();
    void restartRequested();
    /// needsEverything() may have changed.
    void needsChanged();

private:
    void loadSettings();
    void saveSettings();
    void saveHours();
    void sendTestTick();
    [[nodiscard]] QString statusText() const;
    void setLoginItem(bool enabled, bool minimized);
    void inspectFolder(const QString &folder);
    void finishFirstRun();
    void openDemo();

    Partners m_with;
    BackgroundJobs m_jobs;
    QPointer<WhyDialog> m_why;
    LoopTickResult m_loop; ///< since the dialog was opened
    QPointer<ReleaseDialog> m_release;
    QPointer<SettingsDialog> m_settings;
    QPointer<FirstRunDialog> m_firstRun;
    QPointer<HoursDialog> m_hours;
    bool m_testWhenRunning = false; ///< the first run ends with a test tick
    LoadedConfig m_loaded;          ///< what the first-run page began with
};

} // namespace tickgate
