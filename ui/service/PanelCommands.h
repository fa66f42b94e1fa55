#pragma once

#include "core/config/ConfigLoader.h"
#include "core/ports/PortVerdict.h"
#include "ui/service/PanelService.h"
#include "ui/service/PortDesk.h"
#include "ui/service/SettingsWriter.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace tickgate {

/// What the buttons do: the service's verbs, and the remedies of port verdicts that take more than one step. A refusal
/// is always said. GUI thread; owned by the window.
class PanelCommands : public QObject
{
    Q_OBJECT

public:
    /// sources: what stands above the settings file cannot be changed there.
    PanelCommands(PanelService &service, PortDesk &desk, SettingsWriter &settings, ConfigSources sources,
                  QObject *parent = nullptr);

    void start();
    void stop(const QString &reason);
    void restart(const QString &reason);
    void kick(quint64 clientId);
    void remedy(PortAction action, const PortVerdict &verdict);
    /// No start any more when the port that was waited for becomes free.
    void cancelWait();

Q_SIGNALS:
    /// For the status bar: a refusal, or what was done.
    void said(const QString &text);
    /// Something is under way; empty when it is over.
    void progress(const QString &text);
    void waitingChanged(bool waiting);
    void releaseWanted(const tickgate::PortVerdict &verdict);
    void settingsWanted();

private:
    void waitAndStart(const PortVerdict &verdict);
    void lookAgain();
    void useNextPort(const PortVerdict &verdict);

    PanelService &m_service;
    PortDesk &m_desk;
    SettingsWriter &m_settings;
    const ConfigSources m_sources;
    QTimer m_wait;
    std::optional<PortVerdict> m_awaited;
};

} // namespace tickgate
