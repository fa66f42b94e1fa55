#include "Notifier.h"

#include "core/metrics/Format.h"
#include "ui/service/PanelStore.h"

namespace tickgate {

QString notificationKey(Notification kind)
{
    switch (kind) {
    case Notification::Failed:
        return QStringLiteral("notify/failed");
    case Notification::Restarted:
        return QStringLiteral("notify/restarted");
    case Notification::FeedSilent:
        return QStringLiteral("notify/feed-silent");
    case Notification::SlowClient:
        break;
    }
    return QStringLiteral("notify/slow-client");
}

QString notificationTitle(Notification kind)
{
    switch (kind) {
    case Notification::Failed:
        return Notifier::tr("The proxy failed");
    case Notification::Restarted:
        return Notifier::tr("The proxy was restarted");
    case Notification::FeedSilent:
        return Notifier::tr("A feed went silent");
    case Notification::SlowClient:
        break;
    }
    return Notifier::tr("A client reads too slowly");
}

Notifier::Notifier(PanelStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{}

bool Notifier::isOn(Notification kind) const
{
    return m_store.flag(notificationKey(kind), true);
}

void Notifier::tell(Notification kind, const QString &text, Tone tone)
{
    if (isOn(kind))
        Q_EMIT notify(notificationTitle(kind), text, tone);
}

void Notifier::setView(const PanelView &view)
{
    QSet<QString> silent;
    for (const SilentExchange &exchange : view.silent) {
        silent.insert(exchange.exchange);
        if (!m_silent.contains(exchange.exchange))
            tell(Notification::FeedSilent,
                 tr("%1 has been silent for %2, %3 affected.")
                     .arg(exchange.exchange, format::age(exchange.silentFor),
                          format::counted(exchange.symbols, tr("1 symbol"), tr("%1 symbols"))),
                 Tone::Warning);
    }
    m_silent.swap(silent);

    const int slow = view.running() && view.hasSample ? view.snapshot.hub.slowClients : 0;
    if (slow > 0 && !m_slow)
        tell(Notification::SlowClient,
             format::counted(slow, tr("1 client gets only the newest prices until it catches up."),
                             tr("%1 clients get only the newest prices until they catch up.")),
             Tone::Warning);
    m_slow = slow > 0;
}

void Notifier::stateChanged(ServiceState /*from*/, ServiceState to, const std::optional<ServiceError> &error)
{
    if (to == ServiceState::Failed) {
        tell(Notification::Failed, error ? error->text + QLatin1Char('\n') + error->hint : QString(), Tone::Failed);
        m_failedBefore = true;
    } else if (to == ServiceState::Running && m_failedBefore) {
        m_failedBefore = false;
        tell(Notification::Restarted, tr("Tickgate is running again."), Tone::Flowing);
    }
}

void Notifier::receiptChanged(const RestartReceipt &receipt)
{
    // Once, when all are back: each single return is seen in the window.
    if (receipt.complete() && receipt.expected > 0)
        tell(Notification::Restarted, restartReceiptText(receipt), Tone::Flowing);
}

} // namespace tickgate
