#pragma once

#include "ui/model/PanelView.h"
#include "ui/service/PanelService.h"
#include "ui/widget/Tone.h"

#include <QObject>
#include <QSet>

#include <optional>

namespace tickgate {

class PanelStore;

/// What can be told by the tray, each with a switch of its own.
enum class Notification
{
    Failed,
    Restarted,
    FeedSilent,
    SlowClient
};

[[nodiscard]] QString notificationKey(Notification kind);
[[nodiscard]] QString notificationTitle(Notification kind);

/// Decides what is worth telling: once when it begins, again only after it has ended. GUI thread; owned by the window.
class Notifier : public QObject
{
    Q_OBJECT

public:
    explicit Notifier(PanelStore &store, QObject *parent = nullptr);

    void setView(const PanelView &view);
    void stateChanged(ServiceState from, ServiceState to, const std::optional<ServiceError> &error);
    void receiptChanged(const RestartReceipt &receipt);

    [[nodiscard]] bool isOn(Notification kind) const;

Q_SIGNALS:
    void notify(const QString &title, const QString &text, tickgate::Tone tone);

private:
    void tell(Notification kind, const QString &text, Tone tone);

    PanelStore &m_store;
    QSet<QString> m_silent;
    bool m_slow = false;
    bool m_failedBefore = false;
};

} // namespace tickgate
