#pragma once

#include "core/ports/PortVerdict.h"
#include "core/service/Diagnosis.h"
#include "ui/PanelOptions.h"
#include "ui/service/Prompter.h"

#include <QObject>
#include <QPointer>

class QDialog;

namespace tickgate {

class PanelPresenter;
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
    /// To be called at each refresh.
    void refresh();
    /// A dialog that is open needs clients and symbols in the samples.
    [[nodiscard]] bool needsEverything() const;

Q_SIGNALS:
    void actionRequested(tickgate::DiagnosisAction action);
    void said(const QString &text);
    /// needsEverything() may have changed.
    void needsChanged();

private:
    Partners m_with;
    QPointer<WhyDialog> m_why;
};

} // namespace tickgate
