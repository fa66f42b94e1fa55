#pragma once

#include "core/service/RestartReceipt.h"

#include <QElapsedTimer>
#include <QSet>

#include <optional>

namespace tickgate {

/// Counts who is back after a restart, each client once and for a minute. Value of the controller; its thread.
class ReturnCounter
{
public:
    /// So many were there; whom an earlier restart expected is forgotten, as it is for 0.
    void expect(int clients);
    /// The server listens again.
    void listening();
    /// True when that has changed the receipt.
    [[nodiscard]] bool authenticated(quint64 client);

    [[nodiscard]] const std::optional<RestartReceipt> &receipt() const { return m_receipt; }

private:
    std::optional<RestartReceipt> m_receipt;
    QSet<quint64> m_back; ///< while more are expected
    QElapsedTimer m_clock;
};

} // namespace tickgate
