#pragma once

#include <QMetaType>
#include <QString>

#include <chrono>

namespace tickgate {

/// After a restart: how many of the clients that were there are back. "6 of 7 clients back in 3.1 s".
struct RestartReceipt
{
    int expected = 0;
    int back = 0;
    std::chrono::milliseconds took{0}; ///< from listening again to the last return so far

    [[nodiscard]] bool complete() const { return back >= expected; }
    bool operator==(const RestartReceipt &) const = default;
};

/// "6 of 7 clients back in 3.1 s". Pure.
[[nodiscard]] QString restartReceiptText(const RestartReceipt &receipt);

} // namespace tickgate

Q_DECLARE_METATYPE(tickgate::RestartReceipt)
