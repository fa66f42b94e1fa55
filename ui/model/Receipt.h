#pragma once

#include "core/service/RestartReceipt.h"

#include <QString>

namespace tickgate {

/// "6 of 7 clients back in 3.1 s". Pure.
[[nodiscard]] QString restartReceiptText(const RestartReceipt &receipt);

} // namespace tickgate
