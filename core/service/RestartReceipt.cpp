#include "RestartReceipt.h"

#include "core/metrics/Format.h"

#include <QCoreApplication>

namespace tickgate {

QString restartReceiptText(const RestartReceipt &receipt)
{
    return QCoreApplication::translate("Receipt", "%1 of %2 back in %3")
        .arg(receipt.back)
        .arg(format::counted(receipt.expected, QCoreApplication::translate("Receipt", "1 client"),
                             QCoreApplication::translate("Receipt", "%1 clients")),
             format::age(receipt.took));
}

} // namespace tickgate
