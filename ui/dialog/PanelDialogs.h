#pragma once

#include "core/ports/BackgroundJobs.h"
#include "core/service/Diagnosis.h"
#include "ui/PanelOptions.h"
#include "ui/service/Prompter.h"

#include <QObject>
#include <QPointer>

class QDialog;

namespace tickgate {

class PanelPresenter;
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
    void openRelease(quint16 port);
    void openSettings();
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
    void setLoginItem(bool enabled, bool minimized);

    Partners m_with;
    BackgroundJobs m_jobs;
    QPointer<WhyDialog> m_why;
    QPointer<ReleaseDialog> m_release;
    QPointer<SettingsDialog> m_settings;
};

} // namespace tickgate
