#pragma once

#include "core/ports/BackgroundJobs.h"
#include "core/service/Diagnosis.h"
#include "ui/PanelOptions.h"
#include "ui/service/Prompter.h"

#include <QObject>
#include <QPointer>

namespace tickgate {

class PanelPresenter;
class PanelService;
class ReleaseDialog;
class PortDesk;
class WhyDialog;

/// Opens the dialogs that show the service or act on it, each once, and feeds those that follow it. GUI thread; owned
/// by the window.
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
        PanelPresenter &presenter;
        const PanelOptions &options;
    };

    explicit PanelDialogs(const Partners &partners, QObject *parent = nullptr);

    void openWhy();
    void openAbout();
    /// Asks where to and writes the diagnostics bundle.
    void saveBundle();
    void openRelease(quint16 port);
    /// Opens "Why no data?" with a test tick as soon as the service runs.
    void testWhenRunning();
    /// To be called at each refresh.
    void refresh();
    /// A dialog that is open needs clients and symbols in the samples.
    [[nodiscard]] bool needsEverything() const;

Q_SIGNALS:
    void actionRequested(tickgate::DiagnosisAction action);
    void said(const QString &text);
    void startRequested();
    /// needsEverything() may have changed.
    void needsChanged();

private:
    void sendTestTick();
    [[nodiscard]] QString statusText() const;

    Partners m_with;
    BackgroundJobs m_jobs;
    QPointer<WhyDialog> m_why;
    LoopTickResult m_loop; ///< since the dialog was opened
    QPointer<ReleaseDialog> m_release;
    bool m_testWhenRunning = false;
};

} // namespace tickgate
